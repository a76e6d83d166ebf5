package dev.mocha.http.security;

import dev.mocha.application.process.Role;
import dev.mocha.http.web.Paths;
import io.swagger.v3.oas.annotations.Hidden;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Profile;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** The sign-in page. */
@Hidden
@Controller
@Profile({Role.ORDERS, Role.REPORTS})
final class SignInController {

  private final SignInProperties signIn;

  SignInController(SignInProperties signIn) {
    this.signIn = signIn;
  }

  @GetMapping(path = Paths.SIGN_IN, produces = MediaType.TEXT_HTML_VALUE)
  public String signIn(@RequestParam(required = false) @Nullable String failed, Model model) {
    model.addAttribute("failed", failed != null);
    model.addAttribute("signIn", signIn);
    model.addAttribute("atIssuer", PageAccess.AT_ISSUER);
    return "sign-in";
  }
}
