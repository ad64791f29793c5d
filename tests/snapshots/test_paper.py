from django.urls import reverse

from snapshots.models import Booklet, PageChange, Rendering


def test_a_page_stands_on_the_workspaces_paper(sign_in, member, draft, address):
    draft.workspace.paper = "letter"
    draft.workspace.save()

    page = sign_in(member).get(address("print", draft)).text

    assert "snapshot--letter" in page


def test_a_person_chooses_their_own_and_it_is_kept_in_a_cookie(
    sign_in, member, draft, address
):
    client = sign_in(member)

    chosen = client.get(address("snapshot", draft), {"paper": "letter"})

    assert "snapshot--letter" in chosen.text
    assert "snapshot--letter" in client.get(address("print", draft)).text
    assert client.cookies["paper"].value == "letter"
    assert not PageChange.objects.exists()


def test_their_pdfs_are_for_it_as_well(sign_in, member, story, address):
    client = sign_in(member)
    client.get(address("snapshot", story), {"paper": "letter"})

    client.post(address("pdf", story))
    booklets = reverse("snapshots:booklets", args=[story.workspace.slug])
    client.post(booklets, {"ids": [story.pk]})

    assert Rendering.objects.get().paper == "letter"
    assert Booklet.objects.get().paper == "letter"


def test_what_is_no_paper_is_the_ordinary_one(sign_in, member, draft, address):
    client = sign_in(member)

    page = client.get(address("print", draft), {"paper": "<script>"})

    assert "snapshot--a4" in page.text
    assert "paper" not in client.cookies


def test_what_is_measured_is_the_page_as_it_is_read(sign_in, member, story, address):
    page = sign_in(member).get(address("snapshot", story)).text

    copy = page.split("<template data-copy", 1)[1].split("</template>")[0]
    assert f'data-part="moments-{story.moments.get().pk}"' in copy
    assert 'id="part-' not in copy


def test_a_page_that_is_published_stays_on_its_paper(sign_in, member, story, address):
    client = sign_in(member)
    client.get(address("snapshot", story), {"paper": "letter"})

    page = client.post(address("publication", story), follow=True).text

    assert "snapshot--letter" in page
    assert "snapshot--a4" not in page
