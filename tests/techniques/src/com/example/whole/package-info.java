/** What else takes a bundle for each part, written out in one. */
@Version("1.0.0")
package com.example.whole;

import org.osgi.annotation.versioning.Version;
