/** Scores of models, and scoring together with marking inputs as processed. */
package io.zkpersona.storage.scoring;
