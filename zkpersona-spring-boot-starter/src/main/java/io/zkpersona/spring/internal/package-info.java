/**
 * Settings, order of migrations, failure analyses and hints behind the auto-configuration. May
 * change without notice.
 */
@NullMarked
package io.zkpersona.spring.internal;

import org.jspecify.annotations.NullMarked;
