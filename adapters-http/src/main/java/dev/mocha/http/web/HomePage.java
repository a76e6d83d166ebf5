package dev.mocha.http.web;

import org.springframework.web.bind.annotation.GetMapping;

/** Leads to the page that this process has. */
@Page
final class HomePage {

  private final String page;

  /**
   * @param page its address
   */
  HomePage(String page) {
    this.page = page;
  }

  @GetMapping(path = "/")
  public String home() {
    return "redirect:" + page;
  }
}
