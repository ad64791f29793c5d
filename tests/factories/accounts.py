import factory
from factory.django import DjangoModelFactory

from discovery.accounts.models import User


class UserFactory(DjangoModelFactory):
    """A person who can sign in; pass ``password`` where a test needs one."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    time_zone = "UTC"

    @factory.post_generation
    def password(self, create, extracted, **kwargs):
        if extracted:
            self.set_password(extracted)
            self.save()
