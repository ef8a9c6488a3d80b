-- A printed name in the form in which names are compared, the same that the program makes (text_fold in etl/base/text.c): full-width
-- letters, digits and signs as half-width ones, all brackets as ( ), no white space. (Not STRICT, so that it is put into the query
-- that calls it; of NULL it is NULL all the same.)

CREATE OR REPLACE FUNCTION facts.folded_name(name text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE
    -- Most names hold nothing to fold, and to see that is much cheaper than to fold it.
    WHEN name !~ (U&'[\FF01-\FF5E\FF5F\FF60\FF62\FF63\3008-\3011\3014-\301B\FE35-\FE44\FE47\FE48\FE59-\FE5E\005C\005B\005C\005D{}'
                  || U&'\0009-\000D\0020\0085\00A0\1680\2000-\200D\2028\2029\202F\205F\2060\3000\FEFF]')
    THEN name
    ELSE pg_catalog.translate(
    -- What most of the others hold are brackets and white space; to look for the many other signs takes longest.
    CASE WHEN name !~ U&'[\FF01-\FF07\FF0A-\FF3A\FF3C\FF3E-\FF5A\FF5C\FF5E]' THEN name
    ELSE pg_catalog.translate(name,
        '０１２３４５６７８９'
        'ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ'
        'ａｂｃｄｅｆｇｈｉｊｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ'
        '！＂＃＄％＆＇＊＋，－．／：；＜＝＞？＠＼＾＿｀｜～',
        '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!"#$%&''*+,-./:;<=>?@\^_`|~') END,
    '（［｛〈《「『【〔〖〘〚︵︷︹︻︽︿﹁﹃﹇﹙﹛﹝｟｢[{）］｝〉》」』】〕〗〙〛︶︸︺︼︾﹀﹂﹄﹈﹚﹜﹞｠｣]}'
    || U&'\0009\000A\000B\000C\000D\0020\0085\00A0\1680\2000\2001\2002\2003\2004\2005\2006\2007\2008\2009\200A'
    || U&'\200B\200C\200D\2028\2029\202F\205F\2060\3000\FEFF',
    '(((((((((((((((((((((((((((())))))))))))))))))))))))))))') END $$;

COMMENT ON FUNCTION facts.folded_name(text) IS '名称归一：全角转半角，括号统一，去空白';
