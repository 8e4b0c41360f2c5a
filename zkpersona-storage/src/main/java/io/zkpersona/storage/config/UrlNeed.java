package io.zkpersona.storage.config;

/** Whether a configuration is complete without a URL. */
enum UrlNeed {
  /** The library connects by itself. */
  REQUIRED,
  /** The caller brings a data source. */
  OPTIONAL
}
