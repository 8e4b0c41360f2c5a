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
          (t, columns) -> {
            var id = columns.key(t.ID);
            var name = columns.column(t.NAME, Sponsor::name);
            var blockchainNetwork =
                columns.column(t.BLOCKCHAIN_NETWORK, Sponsor::blockchainNetwork);
            var walletAddress = columns.column(t.WALLET_ADDRESS, Sponsor::walletAddress);
            columns.entering(name, Sponsor::checkNewName);
            columns.entering(blockchainNetwork, Sponsor::checkNewNetwork);
            columns.entering(walletAddress, WalletAddress::checkNew);
            var dailyBudget = columns.column(t.DAILY_BUDGET, Sponsor::dailyBudget);
            var status = columns.column(t.STATUS, Sponsor::status);
            var audit = columns.audit(t.CID, t.CTIME, t.MID, t.MTIME, Sponsor::withAudit);
            columns.lifecycle(status);
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
