package io.zkpersona.storage.internal.sponsorship;

import static io.zkpersona.storage.internal.tables.tables.Sponsors.SPONSORS;

import io.zkpersona.domain.id.SponsorId;
import io.zkpersona.domain.sponsorship.Sponsor;
import io.zkpersona.domain.user.WalletAddress;
import io.zkpersona.storage.internal.mapping.EntityTable;

/** Maps the columns of {@code sponsors} to record components. */
final class SponsorTable {

  static final EntityTable<Sponsor, SponsorId> TABLE =
      EntityTable.of(
          SPONSORS,
          columns -> {
            var id = columns.key(SPONSORS.ID);
            var name = columns.column(SPONSORS.NAME, Sponsor::name);
            var blockchainNetwork =
                columns.column(SPONSORS.BLOCKCHAIN_NETWORK, Sponsor::blockchainNetwork);
            var walletAddress = columns.column(SPONSORS.WALLET_ADDRESS, Sponsor::walletAddress);
            columns.entering(name, Sponsor::checkNewName);
            columns.entering(blockchainNetwork, Sponsor::checkNewNetwork);
            columns.entering(walletAddress, WalletAddress::checkNew);
            var dailyBudget = columns.column(SPONSORS.DAILY_BUDGET, Sponsor::dailyBudget);
            var status = columns.column(SPONSORS.STATUS, Sponsor::status);
            var audit =
                columns.audit(
                    SPONSORS.CID, SPONSORS.CTIME, SPONSORS.MID, SPONSORS.MTIME, Sponsor::withAudit);
            columns.lifecycle(status);
            columns.sortable("createdAt", audit.createdAt());
            columns.sortable("modifiedAt", audit.modifiedAt());
            return row ->
                new Sponsor(
                    row.get(id),
                    row.get(name),
                    row.get(blockchainNetwork),
                    row.get(walletAddress),
                    row.get(dailyBudget),
                    row.get(status),
                    audit.read(row));
          });

  private SponsorTable() {}
}
