package dev.mocha.architecture;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A package below {@code samples} that breaks a rule.
 *
 * @param violations all that the rule reports, {@link #shortened}
 */
record Sample(Rule rule, String name, List<String> violations) {

  /** Every sample. */
  static List<Sample> all() {
    return Stream.of(ofLayers(), ofTheDomain(), ofBothSides(), ofAdapters(), ofNames())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Sample> ofLayers() {
    return List.of(
        sample(
            LayerRules.NAMED_PACKAGES_EXIST, "missing", "Package <samples.missing.app> is empty"),
        sample(
            LayerRules.DOMAIN_KNOWS_ONLY_THE_JDK,
            "impure",
            "Method <Order.decide(Logger)> has parameter of type <Logger>"),
        sample(
            LayerRules.APPLICATION_ADDS_ONLY_AXON_AND_SLF4J,
            "framework",
            "Method <UseCase.refused(ApplicationContext)> has parameter of type"
                + " <ApplicationContext>",
            "Method <UseCase.refusedToo(SpringTransactionManager)> has parameter of type"
                + " <SpringTransactionManager>"),
        sample(
            LayerRules.LOG_CLIENT_STANDS_ALONE,
            "entangled",
            "Method <Sender.found(ApplicationContext)> has parameter of type"
                + " <ApplicationContext>"),
        sample(
            LayerRules.ADAPTERS_DO_NOT_KNOW_EACH_OTHER,
            "neighbours",
            "Slice postgres depends on Slice kafka:"
                + " Method <Tables.publishTo(Log)> has parameter of type <Log>"),
        sample(
            LayerRules.NOBODY_KNOWS_APP,
            "wiring",
            "Method <UseCase.callBack(Main)> has parameter of type <Main>"),
        sample(
            LayerRules.FEATURES_HAVE_NO_CYCLES,
            "cycle",
            "Cycle detected: Slice ordering -> Slice reporting -> Slice ordering"
                + " 1. Dependencies of Slice ordering"
                + " - Method <Orders.report(Reports)> has parameter of type <Reports>"
                + " 2. Dependencies of Slice reporting"
                + " - Method <Reports.count(Order)> has parameter of type <Order>"),
        sample(
            LayerRules.PACKAGES_HAVE_NO_CYCLES,
            "tangle",
            "Cycle detected: Slice samples.tangle.http -> Slice samples.tangle.http.reporting.page"
                + " -> Slice samples.tangle.http"
                + " 1. Dependencies of Slice samples.tangle.http"
                + " - Method <Paths.lead(ReportPage)> has parameter of type <ReportPage>"
                + " 2. Dependencies of Slice samples.tangle.http.reporting.page"
                + " - Method <ReportPage.link(Paths)> has parameter of type <Paths>"));
  }

  private static List<Sample> ofTheDomain() {
    return List.of(
        sample(
            DomainRules.DOMAIN_ASKS_NOBODY,
            "asking",
            "Method <Asking.chance()> calls method <Math.random()>",
            "Method <Asking.clock()> calls method <Clock.systemUTC()>",
            "Method <Asking.environment()> calls method <System.getenv(String)>",
            "Method <Asking.flag()> calls method <Boolean.getBoolean(String)>",
            "Method <Asking.generator()> calls constructor <Random.<init>()>",
            "Method <Asking.here()> calls method <ZoneId.systemDefault()>",
            "Method <Asking.id()> calls method <UUID.randomUUID()>",
            "Method <Asking.millis()> calls method <System.currentTimeMillis()>",
            "Method <Asking.nanos()> calls method <System.nanoTime()>",
            "Method <Asking.now()> calls method <Instant.now()>",
            "Method <Asking.nowLater()> references method <Instant.now()>",
            "Method <Asking.property()> calls method <System.getProperty(String)>",
            "Method <Asking.today()> calls method <LocalDate.now(ZoneId)>",
            "Method <Asking.given(Clock)> calls method <Clock.instant()>"),
        sample(
            DomainRules.COMMANDS_AND_EVENTS_ARE_SEALED,
            "unsealed",
            "Class <LooseEvent> is no sealed interface",
            "Class <OpenCommand> is no sealed interface"),
        sample(
            DomainRules.COMMANDS_AND_EVENTS_ARE_RECORDS,
            "mutable",
            "Class <OrderEvent$Accepted> is no record"),
        sample(
            DomainRules.MONEY_NEVER_FLOATS,
            "floating",
            "Field <Price.amount> has a floating-point type",
            "Method <Price.pay(float)> has a floating-point type",
            "Method <Price.rates()> has a floating-point type"));
  }

  private static List<Sample> ofBothSides() {
    return List.of(
        sample(
            CqrsRules.QUERIES_KNOW_NO_COMMANDS,
            "commanding",
            "Method <ReportController.accept(OrderCommand$Accept)> has parameter of type"
                + " <OrderCommand$Accept>",
            "Method <ReportController.send(Ordering)> has parameter of type <Ordering>"),
        sample(
            CqrsRules.QUERIES_DO_NOT_USE_THE_PRIMARY_REPORT,
            "shortcut",
            "Method <ReportQueries.answerFrom(PrimaryReport)> has parameter of type"
                + " <PrimaryReport>"),
        sample(
            CqrsRules.COMMANDS_KNOW_NO_PROJECTIONS,
            "reading",
            "Method <Ordering.decide(DailyReport)> has parameter of type <DailyReport>"),
        sample(
            CqrsRules.PROJECTIONS_ONLY_PROJECT,
            "acting",
            "Method <BillProjector.publish(EventGateway)> has parameter of type <EventGateway>",
            "Method <DailyReports.command(CommandGateway)> has parameter of type <CommandGateway>",
            "Method <DailyReports.publish(PublishedLog)> has parameter of type" + " <PublishedLog>",
            "Method <DailyReports.store(EventStore)> has parameter of type <EventStore>"));
  }

  private static List<Sample> ofAdapters() {
    return List.of(
        sample(
            AdapterRules.ADAPTERS_OPEN_ONE_DOOR,
            "doors",
            "Method <Main.climbInto(LiveReports)> has parameter of type <LiveReports>"),
        sample(
            AdapterRules.DOORS_STAND_ALONE,
            "lodger",
            "Class <Columns> does not have simple name ending with 'AutoConfiguration'"),
        sample(
            AdapterRules.AXON_ANNOTATIONS_STAY_IN_APPLICATION,
            "annotated",
            "Method <OrdersTable.on(EventMessage)> is annotated with <EventHandler>"));
  }

  private static List<Sample> ofNames() {
    return List.of(
        new Sample(
            NamingRules.NAMES_SAY_SOMETHING,
            "words",
            Stream.of(
                    "JsonUtil",
                    "MoneyUtils",
                    "OrderDto",
                    "OrderMapperFactory",
                    "OrderService",
                    "OrdersImpl",
                    "OrdersPort",
                    "ReportHelper",
                    "SwitchManager")
                .map(it -> "Class <%s> has a name of words that say nothing".formatted(it))
                .toList()),
        sample(
            NamingRules.PACKAGES_ARE_NULL_MARKED,
            "nulls",
            "Package <samples.nulls.undocumented> is not @NullMarked",
            "Package <samples.nulls.unmarked> is not @NullMarked"));
  }

  private static Sample sample(Rule rule, String name, String... violations) {
    return new Sample(rule, name, Arrays.asList(violations));
  }

  /** What ArchUnit reports, on one line, without packages of classes and places in files. */
  static String shortened(String violation) {
    return violation
        .replaceAll(" in \\(\\w+\\.java:\\d+\\)", "")
        .replaceAll("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])", "")
        .replaceAll("\\s+", " ");
  }

  @Override
  public String toString() {
    return name;
  }
}
