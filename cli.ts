#!/usr/bin/env node
/* eslint-disable @typescript-eslint/no-require-imports -- what is kept compiled is what is loaded from then on */
import './cli/compileCache'
import type * as Program from './cli/program'
import { processTerminal } from './cli/terminal'

const { main } = require('./cli/program') as typeof Program
void main(process.argv.slice(2), processTerminal()).then((exit) => { process.exitCode = exit })
