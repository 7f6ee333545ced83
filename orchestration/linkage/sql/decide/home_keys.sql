-- What stands for one home: twins are the children of one birth date who share any of these.
-- out: home_keys(pc, sn, pc_outcode, house, house_street), a macro that gives a list; NULL where a part is missing
create or replace macro home_keys(pc, sn, pc_outcode, house, house_street) as [
    pc,
    sn || '/' || pc_outcode || '/' || house,
    house_street
]
