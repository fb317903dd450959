CREATE TABLE `knowledge_documents` (
	`id` text PRIMARY KEY NOT NULL,
	`version` integer NOT NULL,
	`title` text NOT NULL,
	`source` text NOT NULL,
	`format` text NOT NULL,
	`text` text NOT NULL,
	`uploaded_at` integer NOT NULL,
	`uploaded_by` text NOT NULL
);
