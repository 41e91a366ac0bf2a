"""The files that a live page is put together from: modules of JavaScript, a style sheet, a template."""
