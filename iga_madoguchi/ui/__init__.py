"""The screens. The only importer of Reflex; never touches the database or the media."""
