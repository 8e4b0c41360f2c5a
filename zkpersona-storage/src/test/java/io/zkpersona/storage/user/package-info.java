/** People: wallets, names, e-mail addresses, status, and many users at once. */
package io.zkpersona.storage.user;
