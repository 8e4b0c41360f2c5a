/** The JUnit Jupiter extension: a database for each test class or each test method. */
@NullMarked
package io.zkpersona.junit;

import org.jspecify.annotations.NullMarked;
