-- The ledger of the program: runs, documents, rejections, checks, findings, and which documents are in force.
-- Migrations are numbered and run once each, in order; see etl/store/schema.c.

CREATE SCHEMA IF NOT EXISTS staging;
CREATE SCHEMA IF NOT EXISTS ref;
CREATE SCHEMA IF NOT EXISTS etl;
CREATE SCHEMA IF NOT EXISTS facts;
CREATE SCHEMA IF NOT EXISTS rollup;

COMMENT ON SCHEMA staging IS '各单位公开文件，照印入库，每张公开表一个关系';
COMMENT ON SCHEMA ref IS '区划、部门、单位、科目目录与对照、勾稽规则';
COMMENT ON SCHEMA etl IS '运行、文件、退回、勾稽结果的台账';
COMMENT ON SCHEMA facts IS '有效文件中计入汇总的最末级数（内部）';
COMMENT ON SCHEMA rollup IS '单位、部门、全市汇总，供分析查询';

-- One row is one run of a command that writes.
CREATE TABLE etl.run (
    run_id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    command      text NOT NULL,
    state        text NOT NULL CHECK (state IN ('running', 'complete', 'failed', 'aborted')),
    started_at   timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    finished_at  timestamptz,
    version      text NOT NULL,
    host         text NOT NULL,
    pid          integer NOT NULL,
    loaded       bigint NOT NULL DEFAULT 0,
    unchanged    bigint NOT NULL DEFAULT 0,
    refused      bigint NOT NULL DEFAULT 0,
    rejected     bigint NOT NULL DEFAULT 0,
    row_count    bigint NOT NULL DEFAULT 0,
    byte_count   bigint NOT NULL DEFAULT 0,
    checked      bigint NOT NULL DEFAULT 0,
    findings     bigint NOT NULL DEFAULT 0,
    slices       bigint NOT NULL DEFAULT 0,
    exit_code    integer,
    message      text
);
COMMENT ON TABLE etl.run IS '每次运行一行';

-- One row is one document that was accepted, with all its rows in staging.
CREATE TABLE etl.document (
    mof_div_code   text COLLATE "C" NOT NULL,
    doc_id         bigint NOT NULL,
    run_id         bigint NOT NULL,
    fiscal_year    integer NOT NULL,
    bgt_stage      text COLLATE "C" NOT NULL CHECK (bgt_stage IN ('budget', 'final')),
    scope          text COLLATE "C" NOT NULL CHECK (scope IN ('unit', 'department')),
    dept_code      text COLLATE "C" NOT NULL,
    agency_code    text COLLATE "C" NOT NULL,
    agency_name    text NOT NULL,
    dept_name      text,
    revision       integer NOT NULL,
    content_hash   bytea NOT NULL,
    file           text NOT NULL,
    document_no    integer NOT NULL,
    byte_offset    bigint NOT NULL,
    byte_count     bigint NOT NULL,
    row_count      bigint NOT NULL,
    loaded_at      timestamptz NOT NULL DEFAULT pg_catalog.clock_timestamp(),
    withdrawn_at   timestamptz,
    withdrawn_why  text,
    withdrawn_run  bigint,
    orphan         boolean NOT NULL DEFAULT false,
    PRIMARY KEY (mof_div_code, doc_id)
);
CREATE UNIQUE INDEX document_revision_key ON etl.document
    (mof_div_code, fiscal_year, bgt_stage, scope, agency_code, revision)
    WHERE withdrawn_at IS NULL AND NOT orphan;
COMMENT ON TABLE etl.document IS '已入库的公开文件，每个版本一行';
COMMENT ON COLUMN etl.document.orphan IS '由中断的运行入库，尚未被后来的运行接收';

-- One row is one fault of a document that was rejected, or of a file that couldn't be read.
CREATE TABLE etl.rejection (
    run_id        bigint NOT NULL,
    file          text NOT NULL,
    document_no   integer NOT NULL,
    fault_no      integer NOT NULL,
    code          text NOT NULL,
    byte_offset   bigint,
    line_no       integer,
    column_no     integer,
    pointer       text,
    reason        text NOT NULL,
    excerpt       text,
    mof_div_code  text COLLATE "C",
    fiscal_year   integer,
    bgt_stage     text COLLATE "C",
    scope         text COLLATE "C",
    dept_code     text COLLATE "C",
    agency_code   text COLLATE "C",
    PRIMARY KEY (run_id, file, document_no, fault_no)
);
COMMENT ON TABLE etl.rejection IS '被退回的文件及原因，每处错误一行';

-- One row is something a run has to say of a document that is no fault: a refused revision, unknown keys, labels
-- whose subject is unknown.
CREATE TABLE etl.notice (
    run_id        bigint NOT NULL,
    file          text NOT NULL,
    document_no   integer NOT NULL,
    kind          text NOT NULL CHECK (kind IN ('refused', 'unknown_keys', 'unresolved')),
    message       text NOT NULL
);
COMMENT ON TABLE etl.notice IS '入库时的提示：版本不高于已有而未采用、不认识的键、认不出的科目';

-- One row says that a document was checked in a run, with which set of rules.
CREATE TABLE etl.document_check (
    mof_div_code  text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    run_id        bigint NOT NULL,
    rules_hash    text NOT NULL,
    PRIMARY KEY (mof_div_code, doc_id, run_id)
);
COMMENT ON TABLE etl.document_check IS '哪次运行按哪套规则核对了哪份文件';

-- One row is one cell, or one comparison, that breaks a rule. Amounts in yuan, percentages, or counts: see unit.
CREATE TABLE etl.finding (
    mof_div_code  text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    run_id        bigint NOT NULL,
    rule_id       text COLLATE "C" NOT NULL,
    severity      text NOT NULL CHECK (severity IN ('error', 'warning', 'rounding')),
    table_name    text,
    row_no        integer,
    row_label     text,
    column_name   text,
    expected      numeric,
    actual        numeric,
    difference    numeric,
    tolerance     numeric,
    unit          text NOT NULL CHECK (unit IN ('元', '%', '个')),
    message       text NOT NULL,
    hint          text
);
CREATE INDEX finding_document ON etl.finding (mof_div_code, doc_id, run_id);
COMMENT ON TABLE etl.finding IS '勾稽发现，每处一行';

-- The documents that a check has to look at: filled and emptied by the check itself, within its transaction.
CREATE TABLE etl.check_scope (
    mof_div_code  text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    PRIMARY KEY (mof_div_code, doc_id)
);
COMMENT ON TABLE etl.check_scope IS '正在核对的文件（内部）';

-- The documents in force, of the last rollup: one for each agency, year, stage and scope.
CREATE TABLE etl.in_force (
    mof_div_code  text COLLATE "C" NOT NULL,
    fiscal_year   integer NOT NULL,
    bgt_stage     text COLLATE "C" NOT NULL,
    scope         text COLLATE "C" NOT NULL,
    dept_code     text COLLATE "C" NOT NULL,
    agency_code   text COLLATE "C" NOT NULL,
    doc_id        bigint NOT NULL,
    revision      integer NOT NULL,
    check_run_id  bigint,
    run_id        bigint NOT NULL,
    counts        boolean NOT NULL,
    PRIMARY KEY (mof_div_code, fiscal_year, bgt_stage, scope, agency_code)
);
CREATE INDEX in_force_document ON etl.in_force (mof_div_code, doc_id);
COMMENT ON TABLE etl.in_force IS '有效文件：汇总所依据的版本；counts 为真者计入部门与全市';
COMMENT ON COLUMN etl.in_force.counts IS '是否计入部门与全市汇总（单位文件在部门口径下只在单位级出现）';

-- What is printed above and below a table of a document: one row for each published table, and for narrative
-- and procurement, whose amounts have a unit too.
CREATE TABLE staging.published_tables (
    mof_div_code    text COLLATE "C" NOT NULL,
    doc_id          bigint NOT NULL,
    table_name      text COLLATE "C" NOT NULL,
    title           text,
    amount_unit     text,
    decimals        integer,
    note            text,
    row_count       integer NOT NULL,
    unit_fen        bigint NOT NULL,
    last_place_fen  bigint NOT NULL
);
CREATE INDEX published_tables_document ON staging.published_tables USING brin (doc_id);
COMMENT ON TABLE staging.published_tables IS '各公开表的表题、单位、注';
COMMENT ON COLUMN staging.published_tables.amount_unit IS '金额单位，照印；未印为空（按万元）';
COMMENT ON COLUMN staging.published_tables.decimals IS '小数位数，照印；未印为空（按2位）';
COMMENT ON COLUMN staging.published_tables.unit_fen IS '一个金额单位合多少分';
COMMENT ON COLUMN staging.published_tables.last_place_fen IS '最末一位合多少分，勾稽的容差由此而来';
