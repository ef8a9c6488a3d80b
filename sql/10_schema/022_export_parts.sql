-- Exports know of which parts their large files are made, so that the next one can copy those that are the same.
ALTER TABLE etl.export ADD COLUMN base text, ADD COLUMN parts text;
COMMENT ON COLUMN etl.export.content IS '文件名、大小与散列值';
COMMENT ON COLUMN etl.export.base IS '目录数据、程序与选项的散列值；相同的，文件中未变的部分直接取自上次导出';
COMMENT ON COLUMN etl.export.parts IS '大文件由哪些部分组成：各部分的来源、行数、位置与控制数';
