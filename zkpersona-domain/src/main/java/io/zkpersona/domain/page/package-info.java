/** Reading a result in parts: pages by offset, slices by cursor. */
package io.zkpersona.domain.page;
