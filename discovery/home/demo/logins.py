"""Who can sign in to the demo; `manage.py start` prints them. Only ever made on a local machine."""

DEMO_WORKSPACE = "lumen-rota"
DEMO_PASSWORD = "talk-every-week"  # noqa: S105  (printed on purpose, refused in production)

# E-mail address and what one sees by it, the most telling first.
DEMO_LOGINS = [
    ("mara@lumen.example", "Mara, product manager of the Checkout trio"),
    ("tomas@lumen.example", "Tomas, designer of the Checkout trio"),
    ("ida@lumen.example", "Ida, engineer of the Checkout trio"),
    ("noor@lumen.example", "Noor, researcher"),
    ("grace@lumen.example", "Grace, admin"),
    ("ola@lumen.example", "Ola, colleague in support"),
    ("henrik@lumen.example", "Henrik, stakeholder"),
]
