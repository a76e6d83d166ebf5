package samples.commanding.domain;

/** What may be asked of an order. */
public sealed interface OrderCommand {

  /** A command. */
  record Accept() implements OrderCommand {}
}
