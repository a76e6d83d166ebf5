package dev.mocha.http.web;

import org.springframework.web.bind.annotation.GetMapping;

/** Redirects to the page of this process. */
@Page
final class HomePage {

  private final String page;

  HomePage(String page) {
    this.page = page;
  }

  @GetMapping(path = "/")
  public String home() {
    return "redirect:" + page;
  }
}
