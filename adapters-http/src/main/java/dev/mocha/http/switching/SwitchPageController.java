package dev.mocha.http.switching;

import dev.mocha.application.audit.RequestedBy;
import dev.mocha.application.failures.Conflict;
import dev.mocha.application.switching.ComparisonStats.Kind;
import dev.mocha.application.switching.SwitchControl;
import dev.mocha.http.switching.SwitchController.ChangeBody;
import dev.mocha.http.switching.SwitchController.MismatchBody;
import dev.mocha.http.switching.SwitchController.SettingRequest;
import dev.mocha.http.web.Page;
import dev.mocha.http.web.Paths;
import dev.mocha.http.web.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.security.Principal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The operators' page of the switch, in English like the command line. Each form names the epoch
 * that its reader knows, and is rejected in any other one; a rollback always works.
 */
@Page
@RequestMapping(Paths.SWITCH_PAGE)
final class SwitchPageController {

  private static final int LIMIT = 50;
  private static final int MAX_REASON = 200;

  /** A thousand ids. */
  private static final int MAX_LIST = 66_000;

  private static final String PAGE = "redirect:" + Paths.SWITCH_PAGE;

  private final SwitchControl control;
  private final CandidateReports candidate;

  SwitchPageController(SwitchControl control, CandidateReports candidate) {
    this.control = control;
    this.candidate = candidate;
  }

  /** The part that the page refreshes. */
  @GetMapping(path = "/now", produces = MediaType.TEXT_HTML_VALUE)
  String now(Model model) {
    model.addAttribute("it", SwitchBody.of(control.status()));
    return "switch :: #now";
  }

  @GetMapping(produces = MediaType.TEXT_HTML_VALUE)
  String show(@RequestParam(required = false) @Nullable String kind, Model model) {
    Kind wanted = kind == null ? null : SwitchController.kind(kind);
    model.addAttribute("it", SwitchBody.of(control.status()));
    model.addAttribute("kind", kind);
    model.addAttribute("kinds", Kind.MISMATCHES.stream().map(Kind::toString).toList());
    model.addAttribute("modes", ModeName.values());
    model.addAttribute(
        "mismatches", control.mismatches(wanted, LIMIT).stream().map(MismatchBody::of).toList());
    model.addAttribute("changes", control.changes(LIMIT).stream().map(ChangeBody::of).toList());
    return "switch";
  }

  @PostMapping
  String set(
      @RequestParam ModeName mode,
      @RequestParam(required = false) @Min(0) @Max(100) @Nullable Integer share,
      @RequestParam(required = false) @PlainText(max = MAX_LIST) @Nullable String always,
      @RequestParam(required = false) @PlainText(max = MAX_LIST) @Nullable String never,
      @RequestParam(defaultValue = "false") boolean automatic,
      @RequestParam @PlainText(max = MAX_REASON) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      @RequestParam long expectedEpoch,
      Principal caller,
      RedirectAttributes flash) {
    return change(
        confirmed,
        flash,
        () -> {
          if (mode != ModeName.PRIMARY) {
            candidate.requireAddress();
          }
          var setting =
              new SettingRequest(
                  mode,
                  share,
                  ids(always),
                  ids(never),
                  automatic && mode == ModeName.RAMP,
                  null,
                  null,
                  null);
          control.set(expectedEpoch, setting::over, new RequestedBy(caller.getName(), reason));
        });
  }

  @PostMapping("/ramp")
  String ramp(
      @RequestParam @PlainText(max = MAX_REASON) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      @RequestParam long expectedEpoch,
      Principal caller,
      RedirectAttributes flash) {
    return change(
        confirmed,
        flash,
        () -> {
          candidate.requireAddress();
          control.ramp(expectedEpoch, null, null, new RequestedBy(caller.getName(), reason));
        });
  }

  @PostMapping("/rollback")
  String rollBack(
      @RequestParam @PlainText(max = MAX_REASON) String reason,
      @RequestParam(defaultValue = "false") boolean confirmed,
      Principal caller,
      RedirectAttributes flash) {
    return change(
        confirmed, flash, () -> control.rollBack(new RequestedBy(caller.getName(), reason)));
  }

  private static String change(boolean confirmed, RedirectAttributes flash, Runnable change) {
    try {
      if (confirmed) {
        change.run();
        flash.addFlashAttribute("done", true);
      } else {
        flash.addFlashAttribute("problem", "confirm the change first");
      }
    } catch (Conflict refused) {
      flash.addFlashAttribute("problem", refused.getMessage());
    }
    return PAGE;
  }

  private static List<String> ids(@Nullable String list) {
    return list == null
        ? List.of()
        : Stream.of(list.split("[,\\s]+", -1)).filter(it -> !it.isEmpty()).toList();
  }
}
