package samples.wiring.application;

import samples.wiring.app.Main;

/** Knows who puts it together. */
final class UseCase {

  void callBack(Main main) {}
}
