package dev.mocha.http.switching;

import dev.mocha.application.switching.ComparisonStats.Counted;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.application.switching.SwitchControl.NoStep;
import dev.mocha.application.switching.SwitchControl.Outdated;
import dev.mocha.application.switching.SwitchState.Mode;
import dev.mocha.http.switching.CandidateReports.NoNewPath;
import dev.mocha.http.switching.SwitchController.ChangeBody;
import dev.mocha.http.switching.SwitchController.ChangeMade;
import dev.mocha.http.switching.SwitchController.MismatchBody;
import dev.mocha.http.web.Page;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.propertyeditors.StringTrimmerEditor;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.InitBinder;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The operators' page of the switch, in English as the command line. Each form says which term its
 * reader has seen: an order that was meant for another one is refused.
 */
@Page
@RequestMapping(Paths.SWITCH_PAGE)
public final class SwitchPageController {

  private static final int LISTED = 50;
  private static final int LONGEST = 200;

  /** A thousand ids. */
  private static final int LONGEST_LIST = 66_000;

  private static final String BACK = "redirect:" + Paths.SWITCH_PAGE;

  private final SwitchControl switching;
  private final CandidateReports reports;

  public SwitchPageController(SwitchControl switching, CandidateReports reports) {
    this.switching = switching;
    this.reports = reports;
  }

  /** A field that was left empty says nothing. */
  @InitBinder
  void emptyIsAbsent(WebDataBinder binder) {
    binder.registerCustomEditor(String.class, new StringTrimmerEditor(true));
  }

  /** What the page looks at for what is new. */
  @GetMapping(path = "/now", produces = MediaType.TEXT_HTML_VALUE)
  public String now(Model model) {
    model.addAttribute("it", SwitchBody.of(switching.status()));
    return "switch :: #now";
  }

  @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
  public String show(@RequestParam(required = false) @Nullable String kind, Model model) {
    Counted wanted = kind == null ? null : SwitchController.kind(kind);
    model.addAttribute("it", SwitchBody.of(switching.status()));
    model.addAttribute("kind", kind);
    model.addAttribute("kinds", kinds());
    model.addAttribute("modes", ModeName.values());
    model.addAttribute(
        "mismatches", switching.mismatches(wanted, LISTED).stream().map(MismatchBody::of).toList());
    model.addAttribute("changes", switching.changes(LISTED).stream().map(ChangeMade::of).toList());
    return "switch";
  }

  private static List<String> kinds() {
    return Arrays.stream(Counted.values())
        .filter(Counted::isDifference)
        .map(it -> it.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  @PostMapping
  public String set(
      @RequestParam ModeName mode,
      @RequestParam(required = false) @Min(0) @Max(100) @Nullable Integer share,
      @RequestParam(required = false) @PlainText(max = LONGEST_LIST) @Nullable String always,
      @RequestParam(required = false) @PlainText(max = LONGEST_LIST) @Nullable String never,
      @RequestParam(defaultValue = "false") boolean automatic,
      @RequestParam @PlainText(max = LONGEST) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      @RequestParam long term,
      Principal caller,
      RedirectAttributes answer) {
    return order(
        confirmed,
        answer,
        () -> {
          if (mode.mode() != Mode.OLD) {
            reports.requireAddress();
          }
          var change =
              new ChangeBody(
                  mode,
                  share,
                  names(always),
                  names(never),
                  automatic && mode == ModeName.RAMP,
                  term,
                  null,
                  null);
          switching.set(term, change::over, caller.getName(), reason);
        });
  }

  @PostMapping("/ramp")
  public String ramp(
      @RequestParam @PlainText(max = LONGEST) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      @RequestParam long term,
      Principal caller,
      RedirectAttributes answer) {
    return order(
        confirmed,
        answer,
        () -> {
          reports.requireAddress();
          switching.ramp(term, null, null, caller.getName(), reason);
        });
  }

  /** Whatever the term: the way back is always open. */
  @PostMapping("/rollback")
  public String rollBack(
      @RequestParam @PlainText(max = LONGEST) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      Principal caller,
      RedirectAttributes answer) {
    return order(confirmed, answer, () -> switching.rollBack(caller.getName(), reason));
  }

  private static String order(boolean confirmed, RedirectAttributes answer, Runnable order) {
    try {
      if (confirmed) {
        order.run();
        answer.addFlashAttribute("done", true);
      } else {
        answer.addFlashAttribute("problem", "nothing is changed unless you confirm it");
      }
    } catch (Outdated | NoStep | NoNewPath refused) {
      answer.addFlashAttribute("problem", refused.getMessage());
    }
    return BACK;
  }

  private static List<String> names(@Nullable String list) {
    return list == null
        ? List.of()
        : Stream.of(list.split("[,\\s]+", -1)).filter(it -> !it.isEmpty()).toList();
  }
}
