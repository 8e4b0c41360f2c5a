/**
 * The library in a Spring Boot application: the auto-configuration, its properties, and the hook
 * that joins Spring's transactions.
 */
@NullMarked
package io.zkpersona.spring;

import org.jspecify.annotations.NullMarked;
