package io.zkpersona.storage.config;

/** The need for a URL in a configuration. */
enum UrlNeed {
  /** The library opens connections itself. */
  REQUIRED,
  /** The caller supplies a data source. */
  OPTIONAL
}
