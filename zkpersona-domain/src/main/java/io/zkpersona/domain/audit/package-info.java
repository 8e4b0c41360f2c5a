/** What every stored entity has: an id, and who wrote it and when. */
package io.zkpersona.domain.audit;
