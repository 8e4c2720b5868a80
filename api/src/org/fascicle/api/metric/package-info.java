/** The contract of metrics. */
@NullMarked
@Version("0.3.1")
package org.fascicle.api.metric;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
