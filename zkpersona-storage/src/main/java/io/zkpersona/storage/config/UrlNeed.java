package io.zkpersona.storage.config;

/** Whether a configuration is complete without a URL. */
enum UrlNeed {
  /** The library opens connections itself. */
  REQUIRED,
  /** The caller supplies a data source. */
  OPTIONAL
}
