/** The metric {@code precision}, a bundle of its own. */
@Version("1.0.0")
package org.fascicle.metric.precision;

import org.osgi.annotation.versioning.Version;
