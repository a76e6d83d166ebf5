package dev.mocha.http.web;

import io.swagger.v3.oas.annotations.Hidden;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.stereotype.Controller;

/** A controller of HTML pages. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Hidden
@Controller
public @interface Page {}
