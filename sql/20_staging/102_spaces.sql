-- White space as the program knows it (text_is_space in etl/base/text.c): full-width, no-break and zero-width ones too. What
-- \s and [[:space:]] match depends on how the database sorts: U+3000 (合　计) is one of them by ICU, and none by the locale C.

-- One row is all of these characters, for translate() and btrim().
CREATE OR REPLACE FUNCTION etl.spaces() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A'
        || U&'\200B\200C\200D\2028\2029\202F\205F\2060\3000\FEFF'
$$;

COMMENT ON FUNCTION etl.spaces() IS '各种空白字符：半角、全角、不换行、零宽（与数据库的排序规则无关）';
