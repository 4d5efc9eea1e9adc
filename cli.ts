#!/usr/bin/env node
import './cli/compileCache'
import { main } from './cli/program'
import { processTerminal } from './cli/terminal'

void main(process.argv.slice(2), processTerminal()).then((exit) => { process.exitCode = exit })
