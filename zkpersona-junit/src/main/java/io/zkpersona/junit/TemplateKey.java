package io.zkpersona.junit;

import java.util.List;

/**
 * The things that a template's content depends on.
 *
 * @param schema the schema of the library's tables
 * @param preparations the steps that filled it
 */
record TemplateKey(String schema, List<Preparation> preparations) {}
