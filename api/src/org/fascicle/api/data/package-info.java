/** The contract of data sources. */
@NullMarked
@Version("0.2.1")
package org.fascicle.api.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.versioning.Version;
