-- SEARCH: what can be found. Nothing here is the only copy: `npm run search -- rebuild` makes it anew.
CREATE TABLE documents (
	id INTEGER PRIMARY KEY,
	key TEXT NOT NULL UNIQUE,
	kind TEXT NOT NULL,
	parent TEXT NOT NULL,
	ward TEXT,
	patient TEXT,
	device TEXT,
	since INTEGER,
	until INTEGER,
	title TEXT NOT NULL,
	body TEXT NOT NULL,
	hash TEXT NOT NULL,
	embedded TEXT,
	vector TEXT
);
--> statement-breakpoint
CREATE INDEX documents_kind ON documents (kind, id);
--> statement-breakpoint
CREATE INDEX documents_parent ON documents (parent);
--> statement-breakpoint
CREATE INDEX documents_patient ON documents (patient) WHERE patient IS NOT NULL;
--> statement-breakpoint
-- How far another store was read, and what was read of it.
CREATE TABLE cursors (
	name TEXT PRIMARY KEY NOT NULL,
	position INTEGER NOT NULL,
	state TEXT NOT NULL
);
--> statement-breakpoint
-- SHA-256 of the surrogates of erased patients: an indexing that was under way must not bring them back.
CREATE TABLE erased (
	patient TEXT PRIMARY KEY NOT NULL,
	at INTEGER NOT NULL
);
--> statement-breakpoint
-- Two indexes: how rare a word is among the guidelines must not depend on how many episodes there were.
CREATE VIRTUAL TABLE passages_text USING fts5(title, body, content='documents', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
--> statement-breakpoint
CREATE VIRTUAL TABLE records_text USING fts5(title, body, content='documents', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
--> statement-breakpoint
-- What is deleted leaves the index at once, not with some later merge.
INSERT INTO passages_text (passages_text, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
INSERT INTO records_text (records_text, rank) VALUES ('secure-delete', 1);
--> statement-breakpoint
CREATE TRIGGER passages_text_insert AFTER INSERT ON documents WHEN new.kind = 'passage' BEGIN
	INSERT INTO passages_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER passages_text_delete AFTER DELETE ON documents WHEN old.kind = 'passage' BEGIN
	INSERT INTO passages_text (passages_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER passages_text_update AFTER UPDATE OF title, body ON documents WHEN old.kind = 'passage' BEGIN
	INSERT INTO passages_text (passages_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
	INSERT INTO passages_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER records_text_insert AFTER INSERT ON documents WHEN new.kind <> 'passage' BEGIN
	INSERT INTO records_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
--> statement-breakpoint
CREATE TRIGGER records_text_delete AFTER DELETE ON documents WHEN old.kind <> 'passage' BEGIN
	INSERT INTO records_text (records_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
END;
--> statement-breakpoint
CREATE TRIGGER records_text_update AFTER UPDATE OF title, body ON documents WHEN old.kind <> 'passage' BEGIN
	INSERT INTO records_text (records_text, rowid, title, body) VALUES ('delete', old.id, old.title, old.body);
	INSERT INTO records_text (rowid, title, body) VALUES (new.id, new.title, new.body);
END;
