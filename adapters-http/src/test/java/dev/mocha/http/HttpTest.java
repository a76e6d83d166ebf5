package dev.mocha.http;

import dev.mocha.application.process.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.autoconfigure.web.servlet.AutoConfigureMockMvc;
import org.springframework.boot.test.autoconfigure.web.servlet.MockMvcPrint;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.context.TestConstructor;

/**
 * A test of the HTTP adapter with its filters, converters and validation. Where a request says
 * nothing else it comes from one who may do everything.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(
    classes = TestApplication.class,
    properties = "mocha.switching.candidate.url=http://localhost:9")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@ContextConfiguration(initializers = TestTokens.class)
@ActiveProfiles({Role.ORDERS, Role.CONSUMER, Role.REPORTS})
@TestConstructor(autowireMode = TestConstructor.AutowireMode.ALL)
public @interface HttpTest {}
