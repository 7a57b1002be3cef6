"""Sentences by another hand, labelled before the program was run on them: an exam.

Each figure is its phrase, its unit (`A|B` is either, and a refusal is right), its lower and upper
end at face (None is unbounded; a date and a vague word have none; equal ends are a fraction, which
any set around it matches), and its hedge. A counted noun that no table knows may be left out of
the phrase. A sentence without figures has only names that look like one.
"""

from __future__ import annotations

Label = tuple[str, str, float | None, float | None, str | None]

EXAM: list[tuple[str, list[Label]]] = [
    (
        "The company said it would pay about $1.25 billion a month for the capacity.",
        [("about $1.25 billion a month", "USD/month", 1245000000, 1255000000, "about")],
    ),
    (
        "Revenue fell 7% to $2.3bn in the quarter.",
        [("7%", "percent", 6.5, 7.5, None), ("$2.3bn", "USD", 2250000000, 2350000000, None)],
    ),
    (
        "Net income rose from $3 million to $5 million.",
        [
            ("$3 million", "USD", 2500000, 3500000, None),
            ("$5 million", "USD", 4500000, 5500000, None),
        ],
    ),
    (
        "The start-up, valued at £3bn in its last round, has cut 120 jobs.",
        [("£3bn", "GBP", 2500000000, 3500000000, None), ("120 jobs", "job", 115, 125, None)],
    ),
    (
        "Shares closed down 4.6 percent at $87.15 on Tuesday.",
        [("4.6 percent", "percent", 4.55, 4.65, None), ("$87.15", "USD", 87.145, 87.155, None)],
    ),
    (
        "The operating result was $(2.3) million, against a profit of $0.4 million.",
        [
            ("$(2.3) million", "USD", -2350000, -2250000, None),
            ("$0.4 million", "USD", 350000, 450000, None),
        ],
    ),
    (
        "The rally gave the chipmaker a $1.5-trillion valuation.",
        [("$1.5-trillion", "USD", 1450000000000, 1550000000000, None)],
    ),
    (
        "The fund expects to raise 33-35 billion euros.",
        [("33-35 billion euros", "EUR", 33000000000, 35000000000, None)],
    ),
    (
        "Analysts had expected earnings of 45 cents a share.",
        [("45 cents a share", "USD/share", 0.445, 0.455, None)],
    ),
    (
        "The dividend was raised to 12.5p per share.",
        [("12.5p per share", "GBP/share", 0.1245, 0.1255, None)],
    ),
    (
        "The retailer may close as many as 40 stores.",
        [("as many as 40 stores", "store", None, 40, "as many as")],
    ),
    (
        "At least 5 000 workers walked out on Monday, the union said.",
        [("At least 5 000 workers", "worker", 5000, None, "at least")],
    ),
    (
        "The group has 1 250 employees in Gothenburg.",
        [("1 250 employees", "employee", 1245, 1255, None)],
    ),
    (
        "The plant shipped 12\u2009500 tonnes of pulp.",
        [("12\u2009500 tonnes", "tonne", 12450, 12550, None)],
    ),
    ("The repair came to 3\u202f400 €.", [("3\u202f400 €", "EUR", 3350, 3450, None)]),
    (
        "Takings reached 1.234.567 euros, the museum in Cologne said.",
        [("1.234.567 euros", "EUR", 1234566.5, 1234567.5, None)],
    ),
    (
        "Asparagus sold for €12,5 per kilo at the market in Ghent.",
        [("€12,5 per kilo", "EUR/kg", 12.45, 12.55, None)],
    ),
    ("The rate was quoted at 1.250 euros.", [("1.250 euros", "EUR|EUR", 1.2495, 1.2505, None)]),
    (
        "Adobe charges $54.99 per seat per month for the bundle.",
        [("$54.99 per seat per month", "USD/seat/month", 54.985, 54.995, None)],
    ),
    ("The dinner cost £85 a head, wine included.", [("£85 a head", "GBP/head", 84.5, 85.5, None)]),
    (
        "Its cloud unit now has an annual run rate of more than $100 billion.",
        [("more than $100 billion", "USD", 100000000000, None, "more than")],
    ),
    (
        "Woolworths set aside A$180 million for wage repayments.",
        [("A$180 million", "AUD", 175000000, 185000000, None)],
    ),
    (
        "The pension fund bought the tower for C$1.2 billion.",
        [("C$1.2 billion", "CAD", 1150000000, 1250000000, None)],
    ),
    (
        "The flat on the Peak went for HK$435 million.",
        [("HK$435 million", "HKD", 434500000, 435500000, None)],
    ),
    (
        "The Swiss lender paid CHF 3 billion for its rival.",
        [("CHF 3 billion", "CHF", 2500000000, 3500000000, None)],
    ),
    (
        "Toyota forecast a profit of 4.3 trillion yen.",
        [("4.3 trillion yen", "JPY", 4250000000000, 4350000000000, None)],
    ),
    ("A bowl of ramen costs ¥1,200 there.", [("¥1,200", "JPY|CNY", 1150, 1250, None)]),
    ("The ticket was 349 kr at the door.", [("349 kr", "SEK|NOK|DKK", 348.5, 349.5, None)]),
    (
        "The conglomerate reported a profit of Rs 18,951 crore.",
        [("Rs 18,951 crore", "INR|PKR", 189505000000, 189515000000, None)],
    ),
    (
        "The venture raised US$4.2m from angel investors.",
        [("US$4.2m", "USD", 4150000, 4250000, None)],
    ),
    (
        "She sold her stake for 50 million pounds.",
        [("50 million pounds", "GBP|lb", 49500000, 50500000, None)],
    ),
    (
        "The founder still owns roughly two-thirds of the shares.",
        [("roughly two-thirds", "1", 0.6666666666666666, 0.6666666666666666, "roughly")],
    ),
    (
        "The company employs just over 2,000 people in Ireland.",
        [("just over 2,000 people", "person", 2000, 2050, "just over")],
    ),
    (
        "Nearly 60% of customers renewed their contracts.",
        [("Nearly 60%", "percent", 59.5, 60, "nearly")],
    ),
    (
        "Gross margin widened by 130 basis points to 41.2%.",
        [
            ("130 basis points", "basis_point", 125, 135, None),
            ("41.2%", "percent", 41.15, 41.25, None),
        ],
    ),
    (
        "The central bank raised its key rate by 0.25 percentage points.",
        [("0.25 percentage points", "percentage_point", 0.245, 0.255, None)],
    ),
    (
        "The yield on the 10-year note rose 3 basis points to 4.21%.",
        [
            ("10-year", "year", 9.5, 10.5, None),
            ("3 basis points", "basis_point", 2.5, 3.5, None),
            ("4.21%", "percent", 4.205, 4.215, None),
        ],
    ),
    (
        "Between 18 and 24 months of severance will be offered to staff.",
        [("Between 18 and 24 months", "month", 18, 24, None)],
    ),
    (
        "He was paid $250k plus a bonus of up to $75k.",
        [("$250k", "USD", 245000, 255000, None), ("up to $75k", "USD", None, 75000, "up to")],
    ),
    (
        "The app was downloaded 1.4m times in a week.",
        [("1.4m times", "1", 1350000, 1450000, None), ("a week", "week", 1, 1, None)],
    ),
    (
        "Half a million customers have left the network.",
        [("Half a million customers", "customer", 500000, 500000, None)],
    ),
    (
        "Sales were minus 3.2% on a like-for-like basis.",
        [("minus 3.2%", "percent", -3.25, -3.15, None)],
    ),
    ("Like-for-like sales growth: -1.8%.", [("-1.8%", "percent", -1.85, -1.75, None)]),
    ("Growth of −0.4% was recorded in Germany.", [("−0.4%", "percent", -0.45, -0.35, None)]),
    (
        "The merger will save €300m–€350m a year by 2027.",
        [
            ("€300m–€350m a year", "EUR/year", 300000000, 350000000, None),
            ("2027", "date", None, None, None),
        ],
    ),
    ("Startup raises $40M to build AI lawyers", [("$40M", "USD", 39500000, 40500000, None)]),
    (
        "Tesla sheds $68B in market value in a day",
        [("$68B", "USD", 67500000000, 68500000000, None), ("a day", "day", 1, 1, None)],
    ),
    (
        "The company's debts amounted to some 1.1 billion Swedish kronor.",
        [("some 1.1 billion Swedish kronor", "SEK", 1050000000, 1150000000, "some")],
    ),
    ("The price of the stock has risen tenfold.", [("tenfold", "1", 10, 10, None)]),
    ("The shares trade at 35 times earnings.", [("35 times", "1", 34.5, 35.5, None)]),
    (
        "Profits doubled while costs rose by a third.",
        [
            ("doubled", "1", 2, 2, None),
            ("a third", "1", 0.3333333333333333, 0.3333333333333333, None),
        ],
    ),
    (
        "The grocer will spend upwards of £400,000 on each shop.",
        [("upwards of £400,000", "GBP", 400000, None, "upwards of")],
    ),
    (
        "The fine could be as much as 4% of global turnover.",
        [("as much as 4%", "percent", None, 4, "as much as")],
    ),
    (
        "The firm has fewer than 50 clients, none worth less than €2 million.",
        [
            ("fewer than 50 clients", "client", None, 50, "fewer than"),
            ("less than €2 million", "EUR", None, 2000000, "less than"),
        ],
    ),
    (
        "It made a loss of well over 90 million Norwegian kroner.",
        [("well over 90 million Norwegian kroner", "NOK", 90000000, None, "well over")],
    ),
    (
        "Revenue: $12.4bn (+8%); operating profit: $1.9bn (-3%)",
        [
            ("$12.4bn", "USD", 12350000000, 12450000000, None),
            ("+8%", "percent", 7.5, 8.5, None),
            ("$1.9bn", "USD", 1850000000, 1950000000, None),
            ("-3%", "percent", -3.5, -2.5, None),
        ],
    ),
    (
        "Rent averages $3,100 a month, or $37,200 a year.",
        [
            ("$3,100 a month", "USD/month", 3050, 3150, None),
            ("$37,200 a year", "USD/year", 37150, 37250, None),
        ],
    ),
    ("A dozen banks took part in the loan.", [("A dozen banks", "bank", 12, 12, None)]),
    (
        "The chain sells about two dozen kinds of bagel.",
        [("about two dozen", "1", 24, 24, "about")],
    ),
    ("Dozens of suppliers have gone unpaid.", [("Dozens", "1", None, None, None)]),
    (
        "Several hundred staff will move to Leeds.",
        [("Several hundred staff", "staff", None, None, "several")],
    ),
    ("Tens of thousands of parcels were lost.", [("Tens of thousands", "1", None, None, None)]),
    (
        "Twenty-five thousand people applied for the job.",
        [("Twenty-five thousand people", "person", 24500, 25500, None)],
    ),
    (
        "The price target was lifted to $210 from $185.",
        [("$210", "USD", 205, 215, None), ("$185", "USD", 184.5, 185.5, None)],
    ),
    (
        "The bid of 310 pence per share is a premium of 27% to Friday's close.",
        [
            ("310 pence per share", "GBP/share", 3.05, 3.15, None),
            ("27%", "percent", 26.5, 27.5, None),
        ],
    ),
    (
        "Brent crude settled at $83.47 a barrel.",
        [("$83.47 a barrel", "USD/barrel", 83.465, 83.475, None)],
    ),
    (
        "The euro slipped 0.3% to $1.0842.",
        [("0.3%", "percent", 0.25, 0.35, None), ("$1.0842", "USD", 1.08415, 1.08425, None)],
    ),
    (
        "In excess of 3,000 shops closed.",
        [("In excess of 3,000 shops", "shop", 3000, None, "in excess of")],
    ),
    (
        "The bill for the refit came to CHF1'250'000.",
        [("CHF1'250'000", "CHF", 1245000, 1255000, None)],
    ),
    ("The wind farm will have a capacity of 300MW.", [("300MW", "W", 295000000, 305000000, None)]),
    (
        "The utility plans 5, 7 and 9 MW units at the site.",
        [
            ("5", "W", 4500000, 5500000, None),
            ("7", "W", 6500000, 7500000, None),
            ("9 MW", "W", 8500000, 9500000, None),
        ],
    ),
    (
        "The reactor produces 1.6 gigawatts, enough for about 2.5 million homes.",
        [
            ("1.6 gigawatts", "W", 1550000000, 1650000000, None),
            ("about 2.5 million homes", "home", 2450000, 2550000, "about"),
        ],
    ),
    (
        "OPEC+ will cut output by 2.2 million barrels per day.",
        [("2.2 million barrels per day", "barrel/day", 2150000, 2250000, None)],
    ),
    (
        "Power prices in Texas hit $5,000 per megawatt-hour.",
        [("$5,000 per megawatt-hour", "USD/MWh", 4950, 5050, None)],
    ),
    ("Households pay 28.6p/kWh under the cap.", [("28.6p/kWh", "GBP/kWh", 0.2855, 0.2865, None)]),
    (
        "German consumers pay around 40 cents per kilowatt hour.",
        [("around 40 cents per kilowatt hour", "EUR|USD/kWh", 0.395, 0.405, "around")],
    ),
    (
        "Gas futures for December traded at €34.5/MWh.",
        [("€34.5/MWh", "EUR/MWh", 34.45, 34.55, None)],
    ),
    (
        "The pipeline carries 55 billion cubic metres of gas a year.",
        [("55 billion cubic metres of gas a year", "m3/year", 54500000000, 55500000000, None)],
    ),
    (
        "The battery stores 730 MWh and can discharge at 182.5 MW.",
        [
            ("730 MWh", "Wh", 725000000, 735000000, None),
            ("182.5 MW", "W", 182450000, 182550000, None),
        ],
    ),
    ("The 220-kilovolt line failed on Sunday.", [("220-kilovolt", "V", 215000, 225000, None)]),
    ("Solar supplied a fifth of demand at noon.", [("a fifth", "1", 0.2, 0.2, None)]),
    (
        "U.S. crude inventories rose by 3.6 million barrels to 427.7 million barrels.",
        [
            ("3.6 million barrels", "barrel", 3550000, 3650000, None),
            ("427.7 million barrels", "barrel", 427650000, 427750000, None),
        ],
    ),
    (
        "The refinery can process 120,000 bpd.",
        [("120,000 bpd", "barrel/day", 115000, 125000, None)],
    ),
    ("Petrol rose to 151.3p a litre.", [("151.3p a litre", "GBP/litre", 1.5125, 1.5135, None)]),
    (
        "Regular gasoline averaged $3.52 per gallon nationwide.",
        [("$3.52 per gallon", "USD/gallon", 3.515, 3.525, None)],
    ),
    (
        "The hybrid uses 4.7 litres per 100 km.",
        [("4.7 litres per 100 km", "litre/100km", 4.65, 4.75, None)],
    ),
    ("The pickup manages 24 mpg on the highway.", [("24 mpg", "mile/gallon", 23.5, 24.5, None)]),
    (
        "The line will bring 1,400 MW–1,600 MW of hydropower to the city.",
        [("1,400 MW–1,600 MW", "W", 1400000000, 1600000000, None)],
    ),
    (
        "Coal's share fell by 6 percentage points to 29 per cent.",
        [
            ("6 percentage points", "percentage_point", 5.5, 6.5, None),
            ("29 per cent", "percent", 28.5, 29.5, None),
        ],
    ),
    (
        "The plant burns 8,000 tonnes of coal a day.",
        [("8,000 tonnes of coal a day", "tonne/day", 7950, 8050, None)],
    ),
    ("Each turbine blade is 107m long.", [("107m", "m", 106.5, 107.5, None)]),
    ("The tower stands 853 ft tall.", [("853 ft", "foot", 852.5, 853.5, None)]),
    (
        "Uranium prices have more than tripled since 2020.",
        [("more than tripled", "1", 3, None, "more than"), ("2020", "date", None, None, None)],
    ),
    (
        "Each H100 GPU draws 700 watts per GPU at full load.",
        [("700 watts per GPU", "W/GPU", 695, 705, None)],
    ),
    ("The rack draws up to 120 kW.", [("up to 120 kW", "W", None, 120000, "up to")]),
    (
        "The cluster will contain 100,000 Nvidia H100 GPUs.",
        [("100,000 Nvidia H100 GPUs", "GPU", 95000, 105000, None)],
    ),
    (
        "Renting an H100 costs $2.10 per GPU-hour.",
        [("$2.10 per GPU-hour", "USD/GPU/hour", 2.095, 2.105, None)],
    ),
    ("The new chip is 80x faster at inference.", [("80x", "1", 79.5, 80.5, None)]),
    (
        "The accelerator has 192GB of HBM3e memory and 8 TB/s of bandwidth.",
        [
            ("192GB", "byte", 191500000000, 192500000000, None),
            ("8 TB/s", "byte/s", 7500000000000, 8500000000000, None),
        ],
    ),
    (
        "The campus in Abilene will use 1.2 GW by mid-2026.",
        [("1.2 GW", "W", 1150000000, 1250000000, None), ("mid-2026", "date", None, None, None)],
    ),
    (
        "The model was trained on 15 trillion tokens.",
        [("15 trillion tokens", "token", 14500000000000, 15500000000000, None)],
    ),
    (
        "It generates 1,800 tokens per second per user.",
        [("1,800 tokens per second per user", "token/s/user", 1750, 1850, None)],
    ),
    (
        "The API costs $3 per million input tokens and $15 per million output tokens.",
        [
            ("$3 per million input tokens", "USD/token", 2.5e-06, 3.5e-06, None),
            ("$15 per million output tokens", "USD/token", 1.45e-05, 1.55e-05, None),
        ],
    ),
    (
        "The die measures 814 mm² and packs 80 billion transistors.",
        [
            ("814 mm²", "mm2", 813.5, 814.5, None),
            ("80 billion transistors", "transistor", 79500000000, 80500000000, None),
        ],
    ),
    ("The processor boosts to 5.7 GHz.", [("5.7 GHz", "Hz", 5650000000, 5750000000, None)]),
    (
        "The facility uses 1.5 million gallons of water a day for cooling.",
        [("1.5 million gallons of water a day", "gallon/day", 1450000, 1550000, None)],
    ),
    (
        "TSMC will invest another US$100 billion in Arizona, on top of US$65 billion pledged.",
        [
            ("US$100 billion", "USD", 95000000000, 105000000000, None),
            ("US$65 billion", "USD", 64500000000, 65500000000, None),
        ],
    ),
    ("The operator reported a PUE of 1.12.", [("1.12", "1", 1.115, 1.125, None)]),
    (
        "Latency dropped from 40ms to 12ms.",
        [("40ms", "s", 0.0395, 0.0405, None), ("12ms", "s", 0.0115, 0.0125, None)],
    ),
    (
        "The link carries 400 Gbit/s over a single fibre.",
        [("400 Gbit/s", "bit/s", 395000000000, 405000000000, None)],
    ),
    (
        "Broadband customers get 150Mbps for £28 a month.",
        [
            ("150Mbps", "bit/s", 145000000, 155000000, None),
            ("£28 a month", "GBP/month", 27.5, 28.5, None),
        ],
    ),
    (
        "The model has 70 billion parameters.",
        [("70 billion parameters", "parameter", 69500000000, 70500000000, None)],
    ),
    ("Training took 3.8 x 10^25 FLOPs.", [("3.8 x 10^25 FLOPs", "FLOP", 3.75e25, 3.85e25, None)]),
    (
        "xAI plans to have 200k GPUs running by December.",
        [("200k GPUs", "GPU", 195000, 205000, None)],
    ),
    (
        "Microsoft would spend $80bn on data centres this year, over half of it in America.",
        [("$80bn", "USD", 79500000000, 80500000000, None), ("over half", "1", 0.5, None, "over")],
    ),
    (
        "Vacancy fell to 1.9% in northern Virginia, a record low.",
        [("1.9%", "percent", 1.85, 1.95, None)],
    ),
    (
        "Rents there have climbed to $184.06/kW/month.",
        [("$184.06/kW/month", "USD/kW/month", 184.055, 184.065, None)],
    ),
    (
        "The building covers 450,000 square feet.",
        [("450,000 square feet", "foot2", 445000, 455000, None)],
    ),
    (
        "Chipmaker to cut 15% of workforce, about 15,000 jobs",
        [("15%", "percent", 14.5, 15.5, None), ("about 15,000 jobs", "job", 14500, 15500, "about")],
    ),
    (
        "The new server is three times as fast and uses 40 percent less power.",
        [("three times as fast", "1", 2.5, 3.5, None), ("40 percent", "percent", 39.5, 40.5, None)],
    ),
    (
        "The fab makes 20,000 wafers per month.",
        [("20,000 wafers per month", "wafer/month", 19500, 20500, None)],
    ),
    ("A single training run used ~50 GWh.", [("~50 GWh", "Wh", 49500000000, 50500000000, "~")]),
    ("One in five adults reported symptoms of anxiety.", [("One in five", "1", 0.2, 0.2, None)]),
    (
        "The drug reduced deaths by 31 per cent in a trial of 4,744 patients.",
        [
            ("31 per cent", "percent", 30.5, 31.5, None),
            ("4,744 patients", "patient", 4743.5, 4744.5, None),
        ],
    ),
    (
        "Patients were given 5mg twice a day.",
        [("5mg", "g", 0.0045, 0.0055, None), ("twice a day", "1/day", 2, 2, None)],
    ),
    ("The baby weighed 3.2 kg at birth.", [("3.2 kg", "g", 3150, 3250, None)]),
    (
        "She lost 5kg in six weeks.",
        [("5kg", "g", 4500, 5500, None), ("six weeks", "week", 5.5, 6.5, None)],
    ),
    ("A 54-year-old man was taken to hospital.", [("54-year-old", "year", 53.5, 54.5, None)]),
    (
        "Maternal mortality fell to 8.8 per 100,000 live births.",
        [("8.8 per 100,000 live births", "1/birth", 8.75e-05, 8.85e-05, None)],
    ),
    ("Waiting lists in England stand at 7.6m.", [("7.6m", "1", 7550000, 7650000, None)]),
    ("His temperature rose to 39.4°C.", [("39.4°C", "degC", 39.35, 39.45, None)]),
    (
        "The fever peaked at 103 degrees Fahrenheit.",
        [("103 degrees Fahrenheit", "degF", 102.5, 103.5, None)],
    ),
    (
        "Two-thirds of the patients were women.",
        [("Two-thirds", "1", 0.6666666666666666, 0.6666666666666666, None)],
    ),
    ("Adults aged 18 to 24 were the least likely to smoke.", [("18 to 24", "1", 18, 24, None)]),
    ("Children under 5 are most at risk.", [("under 5", "1", None, 5, "under")]),
    (
        "The hospital needs an estimated 300 more nurses.",
        [("an estimated 300", "1", 295, 305, "an estimated")],
    ),
    (
        "A third of GPs plan to retire within five years.",
        [
            ("A third", "1", 0.3333333333333333, 0.3333333333333333, None),
            ("five years", "year", 4.5, 5.5, None),
        ],
    ),
    (
        "Life expectancy is 81.3 years for women and 77.2 for men.",
        [("81.3 years", "year", 81.25, 81.35, None), ("77.2", "year|1", 77.15, 77.25, None)],
    ),
    (
        "A blood pressure of 120/80 mmHg is considered normal.",
        [("120/80 mmHg", "mmHg", None, None, None)],
    ),
    (
        "The vaccine was 94.1% effective (95% CI, 89.3 to 96.8).",
        [
            ("94.1%", "percent", 94.05, 94.15, None),
            ("95%", "percent", 94.5, 95.5, None),
            ("89.3 to 96.8", "1|percent", 89.3, 96.8, None),
        ],
    ),
    ("More than 1 in 10 children are obese.", [("More than 1 in 10", "1", 0.1, None, "more than")]),
    (
        "The clinic sees 40 to 50 patients a day.",
        [("40 to 50 patients a day", "patient/day", 40, 50, None)],
    ),
    (
        "Drinking 1.5 to 2 litres of water a day is enough.",
        [("1.5 to 2 litres of water a day", "litre/day", 1.5, 2, None)],
    ),
    (
        "The insulin price was capped at $35 a month.",
        [("$35 a month", "USD/month", 34.5, 35.5, None)],
    ),
    (
        "The outbreak has killed at least 17 people and sickened hundreds.",
        [
            ("at least 17 people", "person", 17, None, "at least"),
            ("hundreds", "1", None, None, None),
        ],
    ),
    (
        "Nitrogen dioxide averaged 38 µg/m³ at the kerb.",
        [("38 µg/m³", "g/m3", 3.75e-05, 3.85e-05, None)],
    ),
    ("The risk of stroke was 1.4 times higher.", [("1.4 times", "1", 1.35, 1.45, None)]),
    (
        "The planet has warmed by 1.2C since pre-industrial times.",
        [("1.2C", "degC", 1.15, 1.25, None)],
    ),
    ("Temperatures fell to -18°C in Oslo overnight.", [("-18°C", "degC", -18.5, -17.5, None)]),
    (
        "It was minus 40 degrees in Fairbanks.",
        [("minus 40 degrees", "degC|degF|degree", -40.5, -39.5, None)],
    ),
    ("Highs of 95F are expected across the Plains.", [("95F", "degF", 94.5, 95.5, None)]),
    (
        "Global emissions hit 37.4 billion tonnes of CO2 in 2023.",
        [
            ("37.4 billion tonnes of CO2", "tonne", 37350000000, 37450000000, None),
            ("2023", "date", None, None, None),
        ],
    ),
    (
        "Carbon dioxide levels reached 421 parts per million.",
        [("421 parts per million", "1", 0.0004205, 0.0004215, None)],
    ),
    ("Sea level is rising by 4.5mm a year.", [("4.5mm a year", "m/year", 0.00445, 0.00455, None)]),
    ("Winds of 140 mph flattened the town.", [("140 mph", "mile/hour", 135, 145, None)]),
    ("Gusts reached 112 km/h at Dublin airport.", [("112 km/h", "m/hour", 111500, 112500, None)]),
    (
        "The fire has burned nearly 24,000 acres and is 14% contained.",
        [
            ("nearly 24,000 acres", "acre", 23500, 24000, "nearly"),
            ("14%", "percent", 13.5, 14.5, None),
        ],
    ),
    (
        "Some 3,500 hectares of forest were lost.",
        [("Some 3,500 hectares", "hectare", 3450, 3550, "some")],
    ),
    (
        "The country is home to 521 people per square kilometre.",
        [("521 people per square kilometre", "person/km2", 520.5, 521.5, None)],
    ),
    (
        "A month's rain, 82mm, fell in 24 hours.",
        [("82mm", "m", 0.0815, 0.0825, None), ("24 hours", "hour", 23.5, 24.5, None)],
    ),
    (
        "The lake has shrunk to a tenth of its size in the 1960s.",
        [("a tenth", "1", 0.1, 0.1, None), ("the 1960s", "date", None, None, None)],
    ),
    (
        "The EU aims to cut emissions 55% by 2030 from 1990 levels.",
        [
            ("55%", "percent", 54.5, 55.5, None),
            ("2030", "date", None, None, None),
            ("1990", "date", None, None, None),
        ],
    ),
    (
        "Permits in Europe fetched 62,40 euros a tonne.",
        [("62,40 euros a tonne", "EUR/tonne", 62.395, 62.405, None)],
    ),
    (
        "Warming must be kept to well below 2 degrees Celsius.",
        [("well below 2 degrees Celsius", "degC", None, 2, "well below")],
    ),
    (
        "The glacier lost 1.5 to 2.5 metres of ice per year.",
        [("1.5 to 2.5 metres of ice per year", "m/year", 1.5, 2.5, None)],
    ),
    ("A magnitude 6.1 earthquake struck the island.", [("6.1", "1", 6.05, 6.15, None)]),
    ("The storm dumped 10-15 inches of rain.", [("10-15 inches", "inch", 10, 15, None)]),
    (
        "She ran the marathon in 2 hours 11 minutes.",
        [("2 hours 11 minutes", "minute", 130.5, 131.5, None)],
    ),
    ("He won the 100 metres in 9.81 seconds.", [("9.81 seconds", "s", 9.805, 9.815, None)]),
    (
        "The winger joined for a fee of €65m plus €10m in add-ons.",
        [("€65m", "EUR", 64500000, 65500000, None), ("€10m", "EUR", 9500000, 10500000, None)],
    ),
    (
        "Kane scored his 300th goal, in front of 58,000 fans.",
        [("58,000 fans", "fan", 57500, 58500, None)],
    ),
    (
        "The 23-year-old striker earns £180,000 a week.",
        [
            ("23-year-old", "year", 22.5, 23.5, None),
            ("£180,000 a week", "GBP/week", 175000, 185000, None),
        ],
    ),
    (
        "The quarterback threw for 312 yards and three touchdowns.",
        [
            ("312 yards", "yard", 311.5, 312.5, None),
            ("three touchdowns", "touchdown", 2.5, 3.5, None),
        ],
    ),
    (
        "Verstappen led by 2.4 seconds after 15 laps.",
        [("2.4 seconds", "s", 2.35, 2.45, None), ("15 laps", "lap", 14.5, 15.5, None)],
    ),
    (
        "The 6ft 5in centre-back is wanted by three clubs.",
        [("6ft 5in", "inch", 76.5, 77.5, None), ("three clubs", "club", 2.5, 3.5, None)],
    ),
    ("His serve was clocked at 147mph.", [("147mph", "mile/hour", 146.5, 147.5, None)]),
    (
        "Arsenal have won eight of their last 10 games.",
        [("eight", "1", 7.5, 8.5, None), ("10 games", "game", 9.5, 10.5, None)],
    ),
    ("The bill passed by a majority of 26 votes.", [("26 votes", "vote", 25.5, 26.5, None)]),
    (
        "The party won 33.7% of the vote, up 1.6 points.",
        [
            ("33.7%", "percent", 33.65, 33.75, None),
            ("1.6 points", "percentage_point|point", 1.55, 1.65, None),
        ],
    ),
    (
        "Turnout was just under 60 per cent.",
        [("just under 60 per cent", "percent", 59.5, 60, "just under")],
    ),
    (
        "He was sentenced to three and a half years in prison.",
        [("three and a half years", "year", 3.5, 3.5, None)],
    ),
    (
        "Jurors awarded her $83.3 million in damages.",
        [("$83.3 million", "USD", 83250000, 83350000, None)],
    ),
    (
        "The court fined the platform no more than 50 million rand.",
        [("no more than 50 million rand", "ZAR", None, 50000000, "no more than")],
    ),
    (
        "The poll of 1,012 adults has a margin of error of plus or minus 3 percentage points.",
        [
            ("1,012 adults", "adult", 1011.5, 1012.5, None),
            ("3 percentage points", "percentage_point", 2.5, 3.5, "plus or minus"),
        ],
    ),
    (
        "The defence budget will rise to 2.5% of GDP, or £75bn, by 2027.",
        [
            ("2.5%", "percent", 2.45, 2.55, None),
            ("£75bn", "GBP", 74500000000, 75500000000, None),
            ("2027", "date", None, None, None),
        ],
    ),
    ("Nine out of ten voters backed the plan.", [("Nine out of ten", "1", 0.9, 0.9, None)]),
    ("About half of the delegates abstained.", [("About half", "1", 0.5, 0.5, "about")]),
    (
        "The tariff on steel was raised from 25% to 50%.",
        [("25%", "percent", 24.5, 25.5, None), ("50%", "percent", 49.5, 50.5, None)],
    ),
    ("The treaty was signed on 12 March 2024.", [("12 March 2024", "date", None, None, None)]),
    ("The hearing was set for January 6, 2025.", [("January 6, 2025", "date", None, None, None)]),
    (
        "The aid package is worth $61 billion, of which $13.8 billion is for weapons.",
        [
            ("$61 billion", "USD", 60500000000, 61500000000, None),
            ("$13.8 billion", "USD", 13750000000, 13850000000, None),
        ],
    ),
    (
        "The state will need between $3 billion and $4 billion.",
        [("between $3 billion and $4 billion", "USD", 3000000000, 4000000000, None)],
    ),
    ("Donors gave $1,000 or more each.", [("$1,000 or more", "USD", 1000, None, "or more")]),
    (
        "She has served in parliament for 20-odd years.",
        [("20-odd years", "year", 19.5, 20.5, "odd")],
    ),
    (
        "Taxpayers earning over €70,000 per year will pay 3 points more.",
        [
            ("over €70,000 per year", "EUR/year", 70000, None, "over"),
            ("3 points", "percentage_point|point", 2.5, 3.5, None),
        ],
    ),
    ("Voters in their 40s and 50s swung to the right.", []),
    (
        "Inflation peaked at 11.1 percent in October 2022, its highest in 41 years.",
        [
            ("11.1 percent", "percent", 11.05, 11.15, None),
            ("October 2022", "date", None, None, None),
            ("41 years", "year", 40.5, 41.5, None),
        ],
    ),
    (
        "The galaxy is 13.4 billion light-years away.",
        [("13.4 billion light-years", "lightyear", 13350000000, 13450000000, None)],
    ),
    (
        "The asteroid is roughly 340 metres across.",
        [("roughly 340 metres", "m", 335, 345, "roughly")],
    ),
    (
        "The fossil is 66 million years old.",
        [("66 million years", "year", 65500000, 66500000, None)],
    ),
    ("The probe travelled at 17 km per second.", [("17 km per second", "m/s", 16500, 17500, None)]),
    (
        "The laser fires pulses lasting 30 femtoseconds.",
        [("30 femtoseconds", "s", 2.95e-14, 3.05e-14, None)],
    ),
    ("The qubits are cooled to 15 millikelvin.", [("15 millikelvin", "K", 0.0145, 0.0155, None)]),
    (
        "The sample contained 3.6×10⁶ cells per millilitre.",
        [("3.6×10⁶ cells per millilitre", "cell/ml", 3550000, 3650000, None)],
    ),
    (
        "The telescope's mirror is 6.5 m (21 ft) wide.",
        [("6.5 m", "m", 6.45, 6.55, None), ("21 ft", "foot", 20.5, 21.5, None)],
    ),
    (
        "About 1½ cups of soil hold more microbes than there are people.",
        [("About 1½ cups", "cup", 1.5, 1.5, "about")],
    ),
    ("The rock weighs 2.5lb.", [("2.5lb", "lb", 2.45, 2.55, None)]),
    ("The reaction releases 17.6 MeV.", [("17.6 MeV", "eV", 17550000, 17650000, None)]),
    ("The sediment core goes back 1.2m years.", [("1.2m years", "year", 1150000, 1250000, None)]),
    (
        "The hotel charges €189 a night, breakfast included.",
        [("€189 a night", "EUR/night", 188.5, 189.5, None)],
    ),
    (
        "The train covers the 450 km in two hours.",
        [("450 km", "m", 445000, 455000, None), ("two hours", "hour", 1.5, 2.5, None)],
    ),
    ("Fares start at 19,90 € one way.", [("19,90 €", "EUR", 19.895, 19.905, None)]),
    (
        "The airport handled 83.9 million passengers in 2024, up 6 percent.",
        [
            ("83.9 million passengers", "passenger", 83850000, 83950000, None),
            ("2024", "date", None, None, None),
            ("6 percent", "percent", 5.5, 6.5, None),
        ],
    ),
    ("Venice will charge day-trippers 5 euros each.", [("5 euros", "EUR", 4.5, 5.5, None)]),
    (
        "Police seized 1.3 tonnes of cocaine with a street value of £104m.",
        [("1.3 tonnes", "tonne", 1.25, 1.35, None), ("£104m", "GBP", 103500000, 104500000, None)],
    ),
    (
        "Thieves took $30-million in cash from a vault in Los Angeles.",
        [("$30-million", "USD", 29500000, 30500000, None)],
    ),
    (
        "He was doing 96mph in a 30mph zone.",
        [("96mph", "mile/hour", 95.5, 96.5, None), ("30mph", "mile/hour", 29.5, 30.5, None)],
    ),
    (
        "Two people were killed and 14 injured when the bus overturned.",
        [("Two people", "person", 1.5, 2.5, None), ("14", "1", 13.5, 14.5, None)],
    ),
    (
        "Officers found $12,000 in cash, 3 kilos of heroin and a dozen phones.",
        [
            ("$12,000", "USD", 11500, 12500, None),
            ("3 kilos", "kg", 2.5, 3.5, None),
            ("a dozen phones", "phone", 12, 12, None),
        ],
    ),
    (
        "The village of 900 souls lies 2,300 metres above sea level.",
        [("900 souls", "soul", 895, 905, None), ("2,300 metres", "m", 2250, 2350, None)],
    ),
    (
        "The crash happened about 15 miles north of the city.",
        [("about 15 miles", "mile", 14.5, 15.5, "about")],
    ),
    ("The flight was delayed by 3½ hours.", [("3½ hours", "hour", 3.5, 3.5, None)]),
    (
        "The cathedral draws 12 million visitors annually.",
        [("12 million visitors annually", "visitor/year", 11500000, 12500000, None)],
    ),
    (
        "A pint now costs nearly £5, according to the survey.",
        [("nearly £5", "GBP", 4.5, 5, "nearly")],
    ),
    (
        "Fraud cost Britons £1.17 billion, or £2,200 a minute.",
        [
            ("£1.17 billion", "GBP", 1165000000, 1175000000, None),
            ("£2,200 a minute", "GBP/minute", 2150, 2250, None),
        ],
    ),
    ("The suitcase may weigh at most 23kg.", [("at most 23kg", "g", None, 23000, "at most")]),
    (
        "Murders fell by more than a quarter.",
        [("more than a quarter", "1", 0.25, None, "more than")],
    ),
    (
        "Three times as many tourists came in August as in May.",
        [("Three times as many", "1", 2.5, 3.5, None)],
    ),
    ("The castle dates from the 1540s.", [("the 1540s", "date", None, None, None)]),
    (
        "The ferry holds 1,200-1,400 passengers and 300+ cars.",
        [
            ("1,200-1,400 passengers", "passenger", 1200, 1400, None),
            ("300+ cars", "car", 300, None, "+"),
        ],
    ),
    ("Tickets cost 45 euros or so.", [("45 euros or so", "EUR", 44.5, 45.5, "or so")]),
    ("Wages there run to ₹25,000 a month.", [("₹25,000 a month", "INR/month", 24500, 25500, None)]),
    ("The bribe was worth 10 lakh rupees.", [("10 lakh rupees", "INR|PKR", 950000, 1050000, None)]),
    (
        "Rents rose by 1,5 Prozent in Bern, to 1'850 francs a month.",
        [
            ("1,5 Prozent", "percent", 1.45, 1.55, None),
            ("1'850 francs a month", "CHF|franc/month", 1845, 1855, None),
        ],
    ),
    (
        "One hundred and twenty migrants were rescued off Lampedusa.",
        [("One hundred and twenty migrants", "migrant", 115, 125, None)],
    ),
    (
        "The house sold for three-quarters of a million dollars.",
        [("three-quarters of a million dollars", "USD", 750000, 750000, None)],
    ),
    (
        "She left $2m to a cat and nothing to her four children.",
        [("$2m", "USD", 1500000, 2500000, None), ("four children", "child", 3.5, 4.5, None)],
    ),
    ("Singapore's minimum qualifying salary is S$5,600.", [("S$5,600", "SGD", 5550, 5650, None)]),
    (
        "The Brazilian lender lost R$2.4 billion.",
        [("R$2.4 billion", "BRL", 2350000000, 2450000000, None)],
    ),
    (
        "The ransom, 2.5 BTC, was paid within 48 hours.",
        [("2.5 BTC", "BTC", 2.45, 2.55, None), ("within 48 hours", "hour", None, 48, "within")],
    ),
    (
        "Prices: adults £12, children £6, under-5s free.",
        [("£12", "GBP", 11.5, 12.5, None), ("£6", "GBP", 5.5, 6.5, None)],
    ),
    (
        "Table 3: Installed capacity (GW), end of 2023. China 609; United States 139; Japan 87.",
        [
            ("2023", "date", None, None, None),
            ("609", "W|1", 608.5, 609.5, None),
            ("139", "W|1", 138.5, 139.5, None),
            ("87", "W|1", 86.5, 87.5, None),
        ],
    ),
    (
        "Figure 4. Share of electricity from wind, %; Denmark: 58.0, Ireland: 36.3.",
        [("58.0", "1|percent", 57.95, 58.05, None), ("36.3", "1|percent", 36.25, 36.35, None)],
    ),
    (
        "Median pay (US$ thousands, 2022): engineers 124.5, nurses 81.2",
        [
            ("2022", "date", None, None, None),
            ("124.5", "1|USD", 124.45, 124.55, None),
            ("81.2", "1|USD", 81.15, 81.25, None),
        ],
    ),
    (
        "Capex, $bn: Alphabet 52.5, Meta 39.2, Amazon 83.0",
        [
            ("52.5", "1|USD", 52.45, 52.55, None),
            ("39.2", "1|USD", 39.15, 39.25, None),
            ("83.0", "1|USD", 82.95, 83.05, None),
        ],
    ),
    (
        "| Site | Power | Cost | Dublin | 45 MW | €310m |",
        [("45 MW", "W", 44500000, 45500000, None), ("€310m", "EUR", 305000000, 315000000, None)],
    ),
    ("The iPhone 15 Pro starts at $999 and runs iOS 17.", [("$999", "USD", 998.5, 999.5, None)]),
    ("Route 66 runs for 2,448 miles.", [("2,448 miles", "mile", 2447.5, 2448.5, None)]),
    (
        "The S&P 500 gained 1.1% to 5,254.35.",
        [("1.1%", "percent", 1.05, 1.15, None), ("5,254.35", "1", 5254.345, 5254.355, None)],
    ),
    ("Boeing delivered 27 737 Max jets last month.", [("27", "1", 26.5, 27.5, None)]),
    (
        "A single DGX H100 with 8 GPUs costs roughly $300,000.",
        [("8 GPUs", "GPU", 7.5, 8.5, None), ("roughly $300,000", "USD", 295000, 305000, "roughly")],
    ),
    ("Covid-19 cases rose by 12% in week 32.", [("12%", "percent", 11.5, 12.5, None)]),
    ("At 9:30 a.m. the Dow was up 120 points.", [("120 points", "point", 115, 125, None)]),
    (
        "Under Section 702, agents ran 200,000 searches.",
        [("200,000 searches", "search", 195000, 205000, None)],
    ),
    ("Falcon 9 can lift 22.8 tonnes to low orbit.", [("22.8 tonnes", "tonne", 22.75, 22.85, None)]),
    (
        "GPT-4 scored in the top 10 percent on the bar exam.",
        [("10 percent", "percent", 9.5, 10.5, None)],
    ),
    (
        "The A380 carries 555 passengers over 8,000 nautical miles.",
        [
            ("555 passengers", "passenger", 554.5, 555.5, None),
            ("8,000 nautical miles", "nautical_mile", 7950, 8050, None),
        ],
    ),
    ("Nvidia's H100 and A100 chips remain in short supply.", []),
    ("OpenAI released GPT-4 to developers.", []),
    ("A Boeing 747 made an emergency landing at Shannon.", []),
    ("Apple fixed the flaw in iOS 17.", []),
    ("They drove the whole of Route 66 in a rented Mustang.", []),
    ("Senators want to repeal Section 230.", []),
    ("The COVID-19 pandemic upended supply chains.", []),
    ("The bridge was destroyed during World War II.", []),
    ("A 7-Eleven near the station was robbed.", []),
    ("Formula 1 is returning to Kyalami.", []),
    ("Users are urged to switch on 2FA.", []),
    ("See section 3.2 for details of the method.", []),
    ("Call 020 7946 0123 for more information.", []),
    ("Tips can be left on 1-800-555-0199.", []),
    ("The update, version 2.4.1, fixes the bug.", []),
    ("The train leaves at 9:45 a.m. from Euston.", []),
    ("Arsenal beat Chelsea 3-1 at the Emirates.", []),
    ("Police were called to 221B Baker Street.", []),
    ("The book (ISBN 978-3-16-148410-0) is out now.", []),
    ("Ocean's 11 was remade with a bigger budget.", []),
    ("U2 will headline the festival, the organisers said.", []),
    ("G7 leaders met in Apulia.", []),
    ("Windows 11 ships with the feature switched off.", []),
    ("The S&P 500 ended the day lower.", []),
    ("FTSE 100 stocks were mixed in early trade.", []),
    ("Kyiv has asked for more F-16 jets and Leopard 2 tanks.", []),
    ("The M25 was closed between junctions 10 and 11.", []),
    ("Traffic on Interstate 95 was at a standstill.", []),
    ("Article 5 of the NATO treaty has been invoked only once.", []),
    ("The film opens in a cell that recalls Room 101.", []),
    ("The choir sang Psalm 23.", []),
    ("An Apollo 11 astronaut has died.", []),
    ("It is a classic Catch-22.", []),
    ("Tourists flock to the gates of Area 51.", []),
    ("Level 4 autonomous cars are being tested in Phoenix.", []),
    ("Type 2 diabetes is on the rise.", []),
    ("Vitamin B12 and omega-3 supplements sold well.", []),
    ("H5N1 has been found in dairy cattle.", []),
    ("PM2.5 and CO2 are measured at every station.", []),
    ("It has a USB 3.0 port and supports Wi-Fi 6.", []),
    ("5G networks and 4K televisions were on show.", []),
    ("The filing, a Form 10-K, mentions Rule 10b-5.", []),
    ("Workers can borrow from a 401(k).", []),
    ("The appeal is No. 23-1039 in the D.C. Circuit.", []),
    ("The House took up H.R. 1234 in committee.", []),
    ("The airline filed for Chapter 11 bankruptcy protection.", []),
    ("Israel accused Hezbollah of violating Resolution 1701.", []),
    ("The factory is certified to ISO 9001.", []),
    ("Attackers exploited CVE-2021-44228 in Log4j 2.", []),
    ("The paper is at arXiv:2303.08774.", []),
    ("Tokyo 2020 was held without spectators.", []),
    ("The 9/11 attacks changed air travel.", []),
    ("Banks have been cautious since the 2008 financial crisis.", []),
    ("Regulators grounded the 737 Max.", []),
    ("Channel 4 and France 24 carried the interview.", []),
    ("No 10 declined to comment.", []),
    ("Beverly Hills 90210 is being streamed again.", []),
    ("England lost the final of Euro 2024.", []),
    ("Sony's PlayStation 5 outsold the Xbox 360's successor.", []),
    ("Tesla cut the price of its Model 3.", []),
    ("Gemini 1.5 Pro and Llama 3 70B were compared.", []),
    ("As Fig. 3 on page 12 shows, the trend is clear.", []),
    ("She took the match 6-4, 7-5.", []),
    ("Kick-off is at 18:30 GMT.", []),
    ("The router answers at 192.168.0.1.", []),
    ("A banner reading John 3:16 hung from the stand.", []),
    ("Pope John Paul II and Louis XIV are both in the show.", []),
    ("Flight MH370 vanished from radar.", []),
    ("US Airways Flight 1549 landed on the Hudson.", []),
    ("One of the officials said no one was hurt.", []),
    ("Passengers at Terminal 5 were sent to Gate B12.", []),
    ("Fortune 500 companies and Group of 20 ministers took part.", []),
    ("The Magnificent Seven and the Big Four were in focus.", []),
    ("First, read the third-party terms; second, sign them.", []),
    ("Staff will answer queries 24/7.", []),
    ("The board has DDR5 slots and a PCIe 5.0 link.", []),
    ("Category 5 hurricanes are becoming more common.", []),
    ("Reach the desk at +44 20 7946 0958 or by e-mail.", []),
    ("The court split 5-4 along ideological lines.", []),
    ("The club's Under-21 side and its U18s train together.", []),
    ("Blink-182 and Maroon 5 shared the bill.", []),
    ("Python 3.12 and CUDA 12.4 are required.", []),
    ("The suspect lives at 1600 Pennsylvania Avenue NW, Washington, DC 20500.", []),
    ("UN Sustainable Development Goal 7 covers clean energy.", []),
    ("Agents marked the 25th anniversary of the siege.", []),
    ("She finished 12th, her best result in the 21st century.", []),
    ("Lot 49 was withdrawn from the sale.", []),
    ("Order #48213 was never delivered.", []),
    ("The M1 Ultra was followed by the M2.", []),
    ("Reporting by Anna Lee; © 2024 Example News.", []),
    ("The Treaty of 1648 is taught in every school.", []),
    ("The horse went off at 5/1.", []),
    ("SpaceX's Starship made its test flight from Pad 39A.", []),
    ("Directive 2009/28/EC and Regulation (EU) 2016/679 apply.", []),
    ("He wore the No. 10 shirt against Real Madrid.", []),
    ("A 1990s-style lift shaft and a 3D model were shown.", []),
    ("The Paris Agreement's Article 6.4 covers trading.", []),
]
