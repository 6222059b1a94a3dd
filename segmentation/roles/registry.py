"""Every role a column can play, as a table.

A new one is a row here and its words, and, where none in `looks` says how its cells look, a look beside
those of its subject. Of shared roles that score the same, the one further up is taken.
"""

from segmentation.model.roles import ColumnRole, TableKind
from segmentation.roles.looks import customers, goods, money, orders, people, places
from segmentation.roles.looks.general import (
    is_anything,
    is_day,
    is_money,
    is_number,
    is_one_of_few,
    is_words,
)
from segmentation.roles.role import Role

_SALES = frozenset({TableKind.ORDER_LINES})
_LISTS_OF_PEOPLE = frozenset({TableKind.CUSTOMERS})
_SALES_AND_GOODS = frozenset({TableKind.ORDER_LINES, TableKind.PRODUCTS})

_CUSTOMERS = (
    # The shop's own number or account name of a customer.
    Role(ColumnRole.CUSTOMER_ID, fits=customers.is_customer_id, alone=customers.is_plainly_customer_id),
    # What a customer is called.
    Role(ColumnRole.NAME, fits=customers.is_name, alone=customers.is_plainly_name),
    # The given name and the family name, where the name stands in two columns.
    Role(ColumnRole.FIRST_NAME, fits=is_words),
    Role(ColumnRole.LAST_NAME, fits=is_words),
    Role(ColumnRole.EMAIL, fits=customers.is_email, alone=customers.is_plainly_email),
    Role(ColumnRole.PHONE, fits=customers.is_phone),
)
_ORDERS = (
    # What holds the lines of one purchase together.
    Role(ColumnRole.ORDER_ID, kinds=_SALES, fits=orders.is_order_id),
    # The number of a line within the file or within its order.
    Role(ColumnRole.LINE_ID, kinds=_SALES, fits=orders.is_line_id),
)
_DAYS = (
    # When an order was placed.
    Role(ColumnRole.DATE, kinds=_SALES, fits=orders.is_date, alone=orders.is_plainly_date),
    # In a list of customers, when each of them last bought (not when they signed up).
    Role(ColumnRole.DATE, kinds=_LISTS_OF_PEOPLE, fits=is_day, words="last_order"),
    # When an order was cancelled; empty where it was not.
    Role(ColumnRole.CANCELLED_AT, kinds=_SALES, fits=is_day),
    # Since when somebody is a customer.
    Role(ColumnRole.SIGNED_UP, kinds=_LISTS_OF_PEOPLE, fits=is_day),
    # When an order was paid, shipped, delivered, due or changed: not when it was placed.
    Role(ColumnRole.OTHER_DATE, fits=is_day, shared=True),
)
_GOODS = (
    # What was bought.
    Role(ColumnRole.PRODUCT, kinds=_SALES, fits=goods.is_product),
    # The shop's own number of an article or of a variant.
    Role(ColumnRole.SKU, kinds=_SALES_AND_GOODS, fits=goods.is_sku, shared=True),
    # The kind of goods.
    Role(ColumnRole.CATEGORY, kinds=_SALES, fits=goods.is_category),
    # Who made them.
    Role(ColumnRole.BRAND, kinds=_SALES_AND_GOODS, fits=is_words),
    # How many pieces a line is about.
    Role(ColumnRole.QUANTITY, kinds=_SALES, fits=goods.is_quantity, alone=goods.is_plainly_quantity),
)
_MONEY = (
    # What one piece costs.
    Role(ColumnRole.UNIT_PRICE, kinds=_SALES, fits=money.is_unit_price),
    # What was paid for a line or an order.
    Role(ColumnRole.AMOUNT, kinds=_SALES, fits=money.is_amount, alone=money.is_plainly_amount),
    # What was paid for the whole order, on one of its lines or repeated on each.
    Role(ColumnRole.ORDER_TOTAL, kinds=_SALES, fits=is_money),
    # What the goods of an order come to, before shipping, tax or discount.
    Role(ColumnRole.SUBTOTAL, kinds=_SALES, fits=is_money, shared=True),
    # Tax on a line or an order.
    Role(ColumnRole.TAX, kinds=_SALES, fits=is_money, shared=True),
    # What the customer pays for delivery.
    Role(ColumnRole.SHIPPING, kinds=_SALES, fits=is_money, shared=True),
    # What was taken off the price.
    Role(ColumnRole.DISCOUNT, kinds=_SALES, fits=money.is_discount),
    # What was paid back, in the row of the sale itself.
    Role(ColumnRole.REFUND, kinds=_SALES, fits=money.is_refund),
    # What marketplaces and payment services keep.
    Role(ColumnRole.FEE, kinds=_SALES, fits=is_money, shared=True),
    # What one piece costs the shop.
    Role(ColumnRole.UNIT_COST, kinds=_SALES_AND_GOODS, fits=is_money),
    # What the goods of a row cost the shop.
    Role(ColumnRole.COST, kinds=_SALES, fits=is_money),
    # What a row leaves the shop: profit in money.
    Role(ColumnRole.MARGIN, kinds=_SALES, fits=is_money),
    # In which currency a row counts.
    Role(ColumnRole.CURRENCY, fits=money.is_currency),
)
_CIRCUMSTANCES = (
    # How an order stands: paid, cancelled, refunded, a test.
    Role(ColumnRole.STATUS, kinds=_SALES, fits=orders.is_status, shared=True),
    # What a row is: a sale, a refund, money going out.
    Role(ColumnRole.ENTRY_TYPE, kinds=_SALES, fits=orders.is_entry_type, shared=True),
    # How the customer came: the channel of the sale or what led there.
    Role(ColumnRole.SOURCE, fits=orders.is_source),
    # How a customer paid.
    Role(ColumnRole.PAYMENT_METHOD, fits=is_one_of_few, shared=True),
    # Which shop, branch or till sold.
    Role(ColumnRole.STORE, fits=orders.is_store, shared=True),
)
_PLACES = (
    # Street and house of the customer.
    Role(ColumnRole.ADDRESS, fits=places.is_address, shared=True),
    Role(ColumnRole.POSTCODE, fits=places.is_postcode, shared=True),
    # The town the customer lives in.
    Role(ColumnRole.CITY, fits=places.is_city),
    # State, province or county.
    Role(ColumnRole.REGION, fits=is_words, shared=True),
    Role(ColumnRole.COUNTRY, fits=places.is_country, alone=places.is_plainly_country),
)
_PEOPLE = (
    # How old the customer is, in years or as a band such as 25-34.
    Role(ColumnRole.AGE, fits=people.is_age),
    # When the customer was born: a date or a year.
    Role(ColumnRole.BIRTH, fits=people.is_birth),
    # Whether the customer is a woman or a man.
    Role(ColumnRole.SEX, fits=people.is_sex, alone=people.is_plainly_sex),
    # Whether the customer is married.
    Role(ColumnRole.MARITAL_STATUS, fits=is_one_of_few),
    # The customer's occupation, company or trade.
    Role(ColumnRole.JOB, fits=is_words, shared=True),
    # What the customer earns.
    Role(ColumnRole.INCOME, fits=is_number),
    # What the customer is interested in.
    Role(ColumnRole.INTERESTS, fits=is_anything, shared=True),
    # How many people follow the customer.
    Role(ColumnRole.FOLLOWERS, fits=is_number),
    # How much time and effort the customer takes, as a score.
    Role(ColumnRole.SERVICE_SCORE, fits=is_number),
    # Whether the customer may be written to.
    Role(ColumnRole.CONSENT, fits=people.is_consent, shared=True),
    # Free text about an order or a person.
    Role(ColumnRole.NOTE, fits=is_anything, shared=True),
    # In a list of customers, how often each of them bought.
    Role(ColumnRole.ORDER_COUNT, kinds=_LISTS_OF_PEOPLE, fits=people.is_order_count),
    # In a list of customers, what each of them spent in all.
    Role(ColumnRole.TOTAL_SPENT, kinds=_LISTS_OF_PEOPLE, fits=money.is_total_spent),
)

ROLES = (
    *_CUSTOMERS, *_ORDERS, *_DAYS, *_GOODS, *_MONEY, *_CIRCUMSTANCES, *_PLACES, *_PEOPLE,
)  # fmt: skip
