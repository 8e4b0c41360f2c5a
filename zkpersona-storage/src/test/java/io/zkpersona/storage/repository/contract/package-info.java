/**
 * What every repository must pass, written once: an {@code EntityFixture} describes an entity, and
 * a {@code RepositoryContract} runs all contracts for it.
 */
package io.zkpersona.storage.repository.contract;
