package dev.mocha.http.web;

/** The paths of the API and the pages. */
public final class Paths {

  public static final String API = "/api/v1";
  public static final String MERCHANTS = API + "/merchants";
  public static final String ORDERS = API + "/orders";
  public static final String IMPORT = API + "/import";
  public static final String DEAD_LETTERS = API + "/dead-letters";
  public static final String STREAMS = API + "/streams";
  public static final String LOG = API + "/log";
  public static final String PROJECTIONS = API + "/projections";
  public static final String SWITCH = API + "/switch";
  public static final String RECONCILIATIONS = API + "/reconciliations";
  public static final String SCHEMAS = API + "/schemas";
  public static final String DATABASES = API + "/databases";
  public static final String LARGEST_MERCHANTS = API + "/reports/merchants";
  public static final String ROLLED_UP_DAYS = API + "/reports/daily";
  public static final String DAILY_REPORTS = MERCHANTS + "/{merchantId}/reports/daily";

  /** The merchants' page. */
  public static final String PAGE = "/reports";

  /** The operators' page. */
  public static final String SWITCH_PAGE = "/switch";

  public static final String SIGN_IN = "/sign-in";
  public static final String SIGN_OUT = "/sign-out";

  private Paths() {}
}
