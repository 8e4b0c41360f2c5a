package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.SponsoredTransactions.SPONSORED_TRANSACTIONS;

import io.zkpersona.domain.id.SponsoredTransactionId;
import io.zkpersona.domain.sponsorship.SponsoredTransaction;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code sponsored_transactions} to record components. */
final class SponsoredTransactionTable {

  static final EntityTable<SponsoredTransaction, SponsoredTransactionId> TABLE =
      EntityTable.of(
          SPONSORED_TRANSACTIONS,
          (t, columns) -> {
            var id = columns.key(t.ID);
            var userId = columns.column(t.USER_ID, SponsoredTransaction::userId);
            var sponsorId = columns.column(t.SPONSOR_ID, SponsoredTransaction::sponsorId);
            var budgetDate = columns.column(t.BUDGET_DATE, SponsoredTransaction::budgetDate);
            var blockchainNetwork =
                columns.column(t.BLOCKCHAIN_NETWORK, SponsoredTransaction::blockchainNetwork);
            var transactionHash =
                columns.column(t.TRANSACTION_HASH, SponsoredTransaction::transactionHash);
            var gasLimit = columns.column(t.GAS_LIMIT, SponsoredTransaction::gasLimit);
            var gasUsed = columns.column(t.GAS_USED, SponsoredTransaction::gasUsed);
            var gasPrice = columns.column(t.GAS_PRICE, SponsoredTransaction::gasPrice);
            var reservedAmount =
                columns.column(t.RESERVED_AMOUNT, SponsoredTransaction::reservedAmount);
            var spentAmount = columns.column(t.SPENT_AMOUNT, SponsoredTransaction::spentAmount);
            var status = columns.column(t.STATUS, SponsoredTransaction::status);
            var failureReason =
                columns.column(t.FAILURE_REASON, SponsoredTransaction::failureReason);
            var expiresAt = columns.column(t.EXPIRES_AT, SponsoredTransaction::expiresAt);
            var submittedAt = columns.column(t.SUBMITTED_AT, SponsoredTransaction::submittedAt);
            var completedAt = columns.column(t.COMPLETED_AT, SponsoredTransaction::completedAt);
            var audit =
                columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, SponsoredTransaction::withAudit);
            columns.lifecycle(
                status,
                transactionHash,
                gasUsed,
                spentAmount,
                failureReason,
                submittedAt,
                completedAt);
            return row ->
                new SponsoredTransaction(
                    row.get(id),
                    row.getNullable(userId),
                    row.get(sponsorId),
                    row.get(budgetDate),
                    row.get(blockchainNetwork),
                    row.getNullable(transactionHash),
                    row.get(gasLimit),
                    row.getNullable(gasUsed),
                    row.get(gasPrice),
                    row.get(reservedAmount),
                    row.getNullable(spentAmount),
                    row.get(status),
                    row.getNullable(failureReason),
                    row.get(expiresAt),
                    row.getNullable(submittedAt),
                    row.getNullable(completedAt),
                    audit.read(row));
          });

  private SponsoredTransactionTable() {}
}
