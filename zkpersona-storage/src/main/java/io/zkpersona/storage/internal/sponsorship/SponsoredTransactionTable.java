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
          columns -> {
            var id = columns.key(SPONSORED_TRANSACTIONS.ID);
            var userId =
                columns.column(SPONSORED_TRANSACTIONS.USER_ID, SponsoredTransaction::userId);
            var sponsorId =
                columns.column(SPONSORED_TRANSACTIONS.SPONSOR_ID, SponsoredTransaction::sponsorId);
            var budgetDate =
                columns.column(
                    SPONSORED_TRANSACTIONS.BUDGET_DATE, SponsoredTransaction::budgetDate);
            var blockchainNetwork =
                columns.column(
                    SPONSORED_TRANSACTIONS.BLOCKCHAIN_NETWORK,
                    SponsoredTransaction::blockchainNetwork);
            var transactionHash =
                columns.column(
                    SPONSORED_TRANSACTIONS.TRANSACTION_HASH, SponsoredTransaction::transactionHash);
            var gasLimit =
                columns.column(SPONSORED_TRANSACTIONS.GAS_LIMIT, SponsoredTransaction::gasLimit);
            var gasUsed =
                columns.column(SPONSORED_TRANSACTIONS.GAS_USED, SponsoredTransaction::gasUsed);
            var gasPrice =
                columns.column(SPONSORED_TRANSACTIONS.GAS_PRICE, SponsoredTransaction::gasPrice);
            var reservedAmount =
                columns.column(
                    SPONSORED_TRANSACTIONS.RESERVED_AMOUNT, SponsoredTransaction::reservedAmount);
            var spentAmount =
                columns.column(
                    SPONSORED_TRANSACTIONS.SPENT_AMOUNT, SponsoredTransaction::spentAmount);
            var status =
                columns.column(SPONSORED_TRANSACTIONS.STATUS, SponsoredTransaction::status);
            var failureReason =
                columns.column(
                    SPONSORED_TRANSACTIONS.FAILURE_REASON, SponsoredTransaction::failureReason);
            var expiresAt =
                columns.column(SPONSORED_TRANSACTIONS.EXPIRES_AT, SponsoredTransaction::expiresAt);
            var submittedAt =
                columns.column(
                    SPONSORED_TRANSACTIONS.SUBMITTED_AT, SponsoredTransaction::submittedAt);
            var completedAt =
                columns.column(
                    SPONSORED_TRANSACTIONS.COMPLETED_AT, SponsoredTransaction::completedAt);
            var audit =
                columns.audit(
                    SPONSORED_TRANSACTIONS.CID,
                    SPONSORED_TRANSACTIONS.CTIME,
                    SPONSORED_TRANSACTIONS.MID,
                    SPONSORED_TRANSACTIONS.MTIME,
                    SponsoredTransaction::withAudit);
            columns.lifecycle(
                status,
                transactionHash,
                gasUsed,
                spentAmount,
                failureReason,
                submittedAt,
                completedAt);
            columns.sortable("createdAt", audit.createdAt());
            columns.sortable("modifiedAt", audit.modifiedAt());
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
