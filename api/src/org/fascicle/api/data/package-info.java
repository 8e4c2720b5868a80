/** The contract of data sources. */
@NullMarked
@Version("1.1.0")
package org.fascicle.api.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
