/** The share of negative numbers, as a third party writes it. */
@Version("1.2.0")
package com.example.watch.negatives;

import org.osgi.annotation.versioning.Version;
