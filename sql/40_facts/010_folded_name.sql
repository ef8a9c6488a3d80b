-- A printed name in the form in which names are compared: full-width letters, digits and signs as half-width ones, all
-- brackets as ( ), no white space.

CREATE OR REPLACE FUNCTION facts.folded_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$ SELECT pg_catalog.translate(
    pg_catalog.translate(name,
        '０１２３４５６７８９'
        'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
        'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ'
        '！＂＃＄％＆＇＊＋，－．／：；＜＝＞？＠＼＾＿｀｜～',
        '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!"#$%&''*+,-./:;<=>?@\^_`|~'),
    '（［｛【〔〖[{）］｝】〕〗]}' || U&'\0009\000A\000D\0020\00A0\2002\2003\2009\200B\3000\FEFF',
    '(((((((())))))))') $$;

COMMENT ON FUNCTION facts.folded_name(text) IS '名称归一：全角转半角，括号统一，去空白';
