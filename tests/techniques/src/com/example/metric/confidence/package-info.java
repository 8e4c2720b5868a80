/** The mean of the greatest probability, as a third party writes it. */
@Version("1.2.0")
package com.example.metric.confidence;

import org.osgi.annotation.versioning.Version;
