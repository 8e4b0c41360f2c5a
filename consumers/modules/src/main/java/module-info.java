/** A service on the module path. */
module consumer {
  requires io.zkpersona.embedded;
  requires io.zkpersona.storage;
  requires com.zaxxer.hikari;
}
