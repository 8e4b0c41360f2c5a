package io.zkpersona.storage.internal.execution;

import io.zkpersona.storage.internal.query.Statement;
import java.util.Optional;
import java.util.function.Function;

/**
 * The last statement of a transaction, which is sent together with the commit.
 *
 * @param statement the statement
 * @param values the values that it binds
 * @param result the result of the transaction for the statement's first row, if there is one
 * @param <P> the values that it binds
 * @param <R> the value of its row
 * @param <T> the result of the transaction
 */
public record Last<P, R, T>(Statement<P, R> statement, P values, Function<Optional<R>, T> result) {}
