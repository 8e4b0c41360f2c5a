/**
 * Rules about the code itself: floors, circles, null marks, SQL in Java, threads of tests. Rules
 * about documents are in {@code documents}.
 */
package io.zkpersona.storage.architecture;
