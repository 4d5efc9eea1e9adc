#!/usr/bin/python3
"""Builds a Tryton database with a small trading company in it.

    /usr/bin/python3 setup.py FOLDER --erp erp.json --stock wms.json wms-south.json --recipes mes.json

Makes FOLDER/trytond.conf, FOLDER/db/erp.sqlite and FOLDER/access.json (users and passwords, for this database only).
Customers, items, price lists, stock and recipes are those of the sample company's seed files; always Debian's own Python, another one
has not the modules.
"""
import argparse
import collections
import datetime as dt
import json
import os
import re
import secrets
import string
import subprocess
import sys
import warnings
from decimal import Decimal

MODULES = ['sale', 'sale_amendment', 'sale_credit_limit', 'sale_price_list', 'product_price_list_dates', 'stock_package', 'stock_package_shipping',
    'account_invoice_stock', 'account_statement', 'account_dunning', 'production', 'production_split',
    'sale_opportunity']
DATABASE = 'erp'
USD_RATE = Decimal('1.10')
# Symbols of Tryton's own units; every other code is its own symbol.
SYMBOLS = {'EA': 'u', 'KGM': 'kg', 'LBR': 'lb', 'LTR': 'l', 'MTR': 'm'}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('folder')
    parser.add_argument('--erp', required=True)
    parser.add_argument('--stock', required=True, nargs='+')
    parser.add_argument('--recipes', required=True)
    args = parser.parse_args()
    folder = os.path.abspath(args.folder)
    os.makedirs(os.path.join(folder, 'db'), exist_ok=True)
    conf = os.path.join(folder, 'trytond.conf')
    with open(conf, 'w') as out:
        out.write('[database]\nuri = sqlite://\npath = %s\nlist = True\n' % os.path.join(folder, 'db'))
    # no character twice: Tryton refuses passwords that repeat them
    users = {name: ''.join(secrets.SystemRandom().sample(string.ascii_letters + string.digits, 20)) for name in ['admin', 'connector', 'approver', 'clerk', 'nobody']}
    initialise(conf, folder, users['admin'])
    erp, recipes, *warehouses = [read(path) for path in [args.erp, args.recipes] + args.stock]
    Company(conf, users, erp, [level for warehouse in warehouses for level in warehouse['stock']], recipes).build()
    descriptor = os.open(os.path.join(folder, 'access.json'), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, 'w') as out:
        json.dump({'database': DATABASE, 'users': users}, out)


def read(path):
    with open(path) as text:
        return json.load(text)


def initialise(conf, folder, password):
    open(os.path.join(folder, 'db', DATABASE + '.sqlite'), 'w').close()
    passfile = os.path.join(folder, '.password')
    descriptor = os.open(passfile, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, 'w') as out:
        out.write(password)
    try:
        for step in [['--all', '--email', 'admin@example.com', '-l', 'en'], ['--activate-dependencies', '-u'] + MODULES]:
            done = subprocess.run(['/usr/bin/python3', '-W', 'ignore', '/usr/bin/trytond-admin', '-c', conf, '-d', DATABASE] + step,
                env=dict(os.environ, TRYTONPASSFILE=passfile), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            if done.returncode:
                sys.exit('trytond-admin failed:\n' + done.stdout)
    finally:
        os.unlink(passfile)


class Company:

    def __init__(self, conf, users, erp, stock, recipes):
        from proteus import Model, Wizard, config
        self.Model, self.Wizard = Model, Wizard
        self.config = config.set_trytond(database=DATABASE, config_file=conf)
        self.users, self.erp, self.levels, self.recipes = users, erp, stock, recipes['recipes']
        self.today = dt.date.today()

    def build(self):
        for step in [self.company, self.people, self.accounts, self.fiscal_years, self.bank, self.units, self.items, self.boms, self.lists, self.customers,
                self.balances, self.stock]:
            step()

    def get(self, name):
        return self.Model.get(name)

    def new(self, model, **values):
        record = self.get(model)(**values)
        record.save()
        return record

    def one(self, model, *domain):
        found = self.get(model).find(list(domain), limit=1)
        return found[0] if found else None

    def company(self):
        for code, name in [('DE', 'Germany'), ('AT', 'Austria'), ('FR', 'France'), ('NL', 'Netherlands'), ('GB', 'United Kingdom'), ('US', 'United States'), ('CN', 'China')]:
            self.new('country.country', code=code, name=name)
        for code, symbol, rate in [('EUR', '€', Decimal(1)), ('USD', '$', USD_RATE)]:
            currency = self.get('currency.currency')(code=code, name=code, symbol=symbol, rounding=Decimal('0.01'), digits=2)
            currency.rates.new(date=dt.date(self.today.year - 1, 1, 1), rate=rate)
            currency.save()
        self.euro = self.one('currency.currency', ('code', '=', 'EUR'))
        party = self.get('party.party')(name='Tornvik Industriebedarf GmbH', code='TORNVIK')
        party.addresses[0].street, party.addresses[0].city = 'Hafenstrasse 4', 'Kiel'
        party.save()
        self.own = self.new('company.company', party=party, currency=self.euro)
        self.join(self.get('res.user')(self.config.user))
        self.config._context = self.get('res.user').get_preferences(True, self.config.context)

    def join(self, user):
        user.companies.append(self.get('company.company')(self.own.id))
        user.company = self.get('company.company')(self.own.id)
        user.save()

    def people(self):
        groups = self.get('res.group').find([])
        allowed = {
            'connector': [g for g in groups if g.name != 'Administration' and 'Credit Limit' not in g.name],
            # may go over a credit limit where somebody has approved it
            'approver': [g for g in groups if g.name != 'Administration'],
            'clerk': [g for g in groups if g.name != 'Administration'],
            'nobody': [],
            }
        for login, mine in allowed.items():
            user = self.get('res.user')(name=login, login=login, email=login + '@example.com')
            user.password = self.users[login]
            for group in mine:
                user.groups.append(self.get('res.group')(group.id))
            user.save()
            self.join(user)
        # an opportunity is somebody's
        party = self.new('party.party', name='Sales')
        self.new('company.employee', party=party, company=self.own)

    def accounts(self):
        data = self.one('ir.model.data', ('module', '=', 'account'), ('fs_id', '=', 'account_template_root_en'))
        chart = self.Wizard('account.create_chart')
        chart.execute('account')
        chart.form.account_template = self.get(data.model)(data.db_id)
        chart.form.company = self.own
        chart.execute('create_account')
        chart.form.account_receivable, chart.form.account_payable = self.account('receivable'), self.account('payable')
        chart.execute('create_properties')
        self.cash = self.one('account.account', ('name', '=', 'Main Cash'))
        tax = self.one('account.account', ('name', '=', 'Main Tax'))
        vat = self.new('account.tax', name='VAT 20%', description='VAT 20%', type='percentage', rate=Decimal('0.20'), company=self.own, invoice_account=tax, credit_note_account=tax)
        self.category = self.get('product.category')(name='Goods', accounting=True, account_expense=self.account('expense'), account_revenue=self.account('revenue'))
        self.category.customer_taxes.append(vat)
        self.category.save()

    def account(self, kind):
        return self.one('account.account', ('type.' + kind, '=', True), ('company', '=', self.own.id))

    def fiscal_years(self):
        for year in range(self.today.year - 1, self.today.year + 2):
            fiscal = self.get('account.fiscalyear')(name=str(year), company=self.own, start_date=dt.date(year, 1, 1), end_date=dt.date(year, 12, 31))
            fiscal.post_move_sequence = self.sequence('ir.sequence', 'Account Move', 'Moves %s' % year)
            numbers = self.sequence('ir.sequence.strict', 'Invoice', 'Invoices %s' % year, prefix='%s-' % year, padding=5)
            for field in ['out_invoice_sequence', 'in_invoice_sequence', 'out_credit_note_sequence', 'in_credit_note_sequence']:
                setattr(fiscal.invoice_sequences[0], field, numbers)
            fiscal.save()
            fiscal.click('create_period')

    def sequence(self, model, kind, name, **values):
        return self.new(model, name=name, company=self.own, sequence_type=self.one('ir.sequence.type', ('name', '=', kind)), **values)

    def bank(self):
        cash_journal = self.one('account.journal', ('type', '=', 'cash'))
        self.new('account.invoice.payment.method', name='Bank transfer', company=self.own, journal=cash_journal, credit_account=self.cash, debit_account=self.cash)
        # a journal without a sequence cannot post
        numbers = self.one('ir.sequence', ('sequence_type.name', '=', 'Account Journal'))
        bank = self.new('account.journal', name='Bank', code='BANK', type='statement', sequence=numbers)
        self.new('account.statement.journal', name='Main bank', journal=bank, company=self.own, currency=self.euro, validation='balance', account=self.cash)
        self.opening = self.new('account.journal', name='Opening', code='OPEN', type='general', sequence=numbers)

    def units(self):
        """A case holds another number of each item: items that are packed otherwise have their units in a category of their own."""
        self.unit_of = {}
        for material in self.erp['materials']:
            packs = tuple((pack['uom'], pack['contains']) for pack in material['packs'] if pack['contains'] != '1')
            key = (material['uom'], packs)
            if key not in self.unit_of:
                self.unit_of[key] = self.unit(*key)

    def unit(self, base, packs):
        symbol = SYMBOLS.get(base, base)
        standard = self.one('product.uom', ('symbol', '=', symbol), ('category.name', 'in', ['Units', 'Weight', 'Length', 'Volume']))
        if standard and not packs:
            return standard
        category = self.new('product.uom.category', name=' '.join([base] + ['%s=%s' % pack for pack in packs]))
        unit = self.new('product.uom', name=base, symbol=symbol, category=category, factor=1.0, rate=1.0, rounding=1.0, digits=0)
        for code, contains in packs:
            self.new('product.uom', name='%s of %s' % (code, contains), symbol=code, category=category, factor=float(contains), rate=round(1.0 / float(contains), 12), rounding=1.0, digits=0)
        return unit

    def items(self):
        self.product = {}
        for material in self.erp['materials']:
            packs = tuple((pack['uom'], pack['contains']) for pack in material['packs'] if pack['contains'] != '1')
            cheapest = min((Decimal(p['netPrice']) / Decimal(p['per']) for p in self.erp['prices'] if p['material'] == material['material'] and p['currency'] == 'EUR'), default=Decimal(0))
            template = self.get('product.template')(name=material['text'], code=material['material'], type='goods', default_uom=self.unit_of[material['uom'], packs],
                list_price=round(cheapest, 4), account_category=self.category, salable=True, producible=material.get('madeToOrder', False))
            template.products[0].cost_price = Decimal(material.get('cost', '0'))
            if material.get('ean'):
                template.products[0].identifiers.new(type='ean', code=material['ean'])
            template.save()
            self.product[material['material']] = template.products[0]

    def boms(self):
        for recipe in self.recipes:
            product = self.product[recipe['item']]
            bom = self.get('production.bom')(name=recipe['item'])
            for component in recipe['components']:
                bom.inputs.new(product=self.product[component['item']], quantity=float(component['quantity']))
            bom.outputs.new(product=product, quantity=1)
            bom.save()
            product.boms.new(bom=bom)
            product.save()

    def lists(self):
        self.list = {}
        for name in sorted({price['priceList'] for price in self.erp['prices']}):
            price_list = self.get('product.price_list')(name=name, unit='product_default')
            rows = [price for price in self.erp['prices'] if price['priceList'] == name]
            # the first line that matches the day and the quantity counts
            for price in sorted(rows, key=lambda row: -Decimal(row['fromQuantity'])):
                each = '%s / %s' % (price['netPrice'], price['per'])
                price_list.lines.new(product=self.product[price['material']], quantity=float(price['fromQuantity']),
                    start_date=day(price['validFrom']), end_date=day(price['validTo']),
                    formula=each if price['currency'] == 'EUR' else '%s / %s' % (each, USD_RATE))
            price_list.save()
            self.list[name] = price_list

    def customers(self):
        for name in sorted({customer['termsOfPayment'] for customer in self.erp['customers']}):
            term = self.get('account.invoice.payment_term')(name=name)
            line = term.lines.new(type='remainder')
            if line.relativedeltas:
                line.relativedeltas[0].days = days(name)
            else:
                line.relativedeltas.new(days=days(name))
            term.save()
        for customer in self.erp['customers']:
            party = self.get('party.party')(name=customer['name'], code=customer['matchcode'], credit_limit_amount=in_euro(customer, 'creditLimit'))
            party.addresses[0].street, party.addresses[0].city = 'Main street 1', 'Town'
            party.addresses[0].country = self.one('country.country', ('code', '=', customer['country']))
            party.customer_payment_term = self.one('account.invoice.payment_term', ('name', '=', customer['termsOfPayment']))
            party.sale_price_list = self.list.get(customer.get('priceList'))
            party.save()

    def balances(self):
        """What customers owed before: one posted move for each."""
        period = self.one('account.period', ('start_date', '<=', self.today), ('end_date', '>=', self.today))
        for customer in self.erp['customers']:
            owed = in_euro(customer, 'openReceivables')
            if not owed:
                continue
            party = self.one('party.party', ('code', '=', customer['matchcode']))
            move = self.get('account.move')(journal=self.opening, period=period, date=self.today, company=self.own)
            move.lines.new(account=self.account('receivable'), party=party, debit=owed, maturity_date=self.today + dt.timedelta(days=30))
            move.lines.new(account=self.cash, credit=owed)
            move.save()
            move.click('post')

    def stock(self):
        inventory = self.get('stock.inventory')(location=self.one('stock.location', ('code', '=', 'STO')), date=self.today - dt.timedelta(days=30))
        # what several warehouses have of an item lies in the one that is known here
        on_hand = collections.Counter()
        for level in self.levels:
            on_hand[level['sku']] += Decimal(level['onHand'])
        for item, quantity in on_hand.items():
            if item in self.product and quantity:
                inventory.lines.new(product=self.product[item], quantity=float(quantity))
        inventory.save()
        inventory.click('confirm')


def day(text):
    return dt.date.fromisoformat(text) if text else None


def days(term):
    """The last number of its name: NET30, "2% 10, net 30"."""
    return int(re.findall(r'\d+', term)[-1])


def in_euro(customer, field):
    amount = Decimal(customer[field])
    return amount if customer['currency'] == 'EUR' else (amount / USD_RATE).quantize(Decimal('0.01'))


if __name__ == '__main__':
    warnings.showwarning = lambda *args, **kwargs: None
    main()
