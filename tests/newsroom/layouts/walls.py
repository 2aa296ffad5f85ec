"""Pages that stand where an article should be, answered with status 200.

Each is a template with the slots ``site``, ``title``, ``nav`` and ``footer``.
"""

SOFT_404 = """<!doctype html>
<html lang="en"><head><title>Page not found | {site}</title></head>
<body>{nav}<main><h1>Sorry, we can't find that page</h1>
<p>The page you are looking for may have been moved or deleted.</p>
<form action="/search"><input name="q"><button>Search</button></form></main>{footer}</body></html>"""

CONSENT = """<!doctype html>
<html lang="en"><head><title>{site}: your privacy</title></head>
<body><main class="consent"><h1>We value your privacy</h1>
<p>We and our 842 partners store and access information on a device, such as cookies, and process personal data for
personalised advertising, ad measurement and audience research. With your permission we may use precise geolocation
data. You may click to consent to this processing or go to the settings to refuse.</p>
<p>Your choices apply to this website only. You can change your preferences or withdraw your consent at any time.</p>
<button>Accept all</button> <button>More options</button></main></body></html>"""

CAPTCHA = """<!doctype html>
<html lang="en"><head><title>Just a moment...</title><meta name="robots" content="noindex,nofollow"></head>
<body><main><h1>Checking that you are human</h1>
<p>{site} needs to review the security of your connection before proceeding.</p>
<form id="challenge-form"><label><input type="checkbox"> I am human</label></form>
<noscript>Enable JavaScript and cookies to continue</noscript></main></body></html>"""

VIDEO = """<!doctype html>
<html lang="en"><head><title>{title} | {site}</title><meta property="og:type" content="video.other">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "VideoObject", "name": "{title}",
"uploadDate": "2026-01-05T08:00:00Z", "duration": "PT1M31S", "contentUrl": "/v/900004.mp4"}}</script></head>
<body>{nav}<main><h1>{title}</h1><video controls src="/v/900004.mp4"></video><p>1:31</p></main>{footer}</body></html>"""

OFFER = """<div class="paid"></div><div class="paywall"><h3>Subscribe to read the full story</h3>
<p>Already a subscriber? Log in. From 2 a week.</p></div>"""
"""What stands in an article's text in place of all but its opening."""
