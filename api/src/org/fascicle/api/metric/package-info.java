/** The contract of metrics. */
@NullMarked
@Version("1.0.0")
package org.fascicle.api.metric;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
