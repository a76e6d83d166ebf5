package dev.mocha.http.publishing;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The ingest of other services' events and watermarks, and the schemas of the log. */
@Configuration(proxyBeanMethods = false)
@Import({LogController.class, SchemaController.class, WatermarkController.class})
public class PublishingConfiguration {}
